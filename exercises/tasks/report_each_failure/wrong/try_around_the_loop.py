"""There is no line for letter. It comes after big photo, which was not saved."""

import asyncio


async def save(page):
    await asyncio.sleep(0.1)
    if page.startswith("big"):
        raise OSError("the disk is full")


async def save_all(pages):
    tasks = {}
    for page in pages:
        tasks[page] = asyncio.create_task(save(page))
    try:
        for page, task in tasks.items():
            await task
            print(f"{page}: saved")
    except OSError as error:
        print(f"{page}: {error}")


async def main():
    await save_all(["note", "big photo", "letter", "big film"])


asyncio.run(main())
