"""wait, and a look at each task."""

import asyncio


async def save(page):
    await asyncio.sleep(0.1)
    if page.startswith("big"):
        raise OSError("the disk is full")


async def save_all(pages):
    tasks = {page: asyncio.create_task(save(page)) for page in pages}
    await asyncio.wait(tasks.values())
    for page, task in tasks.items():
        print(f"{page}: {task.exception() or 'saved'}")


async def main():
    await save_all(["note", "big photo", "letter", "big film"])


asyncio.run(main())
