"""There is no line for note."""

import asyncio


# The checks use this name: keep it.
async def save(page):
    await asyncio.sleep(0.1)
    if page.startswith("big"):
        raise OSError("the disk is full")


async def save_all(pages):
    tasks = {}
    for page in pages:
        tasks[page] = asyncio.create_task(save(page))
    for page, task in tasks.items():
        try:
            await task
            print(page, "is saved")
        except OSError as error:
            print(f"{page}: {error}")


async def main():
    await save_all(["note", "big photo", "letter", "big film"])


asyncio.run(main())
