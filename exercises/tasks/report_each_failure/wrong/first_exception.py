"""When the saves take different times, there is no line for big photo."""

import asyncio


async def save(page):
    await asyncio.sleep(0.1)
    if page.startswith("big"):
        raise OSError("the disk is full")


async def save_all(pages):
    tasks = {}
    for page in pages:
        tasks[page] = asyncio.create_task(save(page))
    done, pending = await asyncio.wait(
        tasks.values(), return_when=asyncio.FIRST_EXCEPTION
    )
    for page, task in tasks.items():
        if task in done:
            print(f"{page}: {task.exception() or 'saved'}")


async def main():
    await save_all(["note", "big photo", "letter", "big film"])


asyncio.run(main())
