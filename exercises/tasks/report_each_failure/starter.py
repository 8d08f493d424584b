"""Save all pages at once; report each as `note: saved` or its error."""

import asyncio


# The checks use this: leave it as it is.
async def save(page):
    await asyncio.sleep(0.1)
    if page.startswith("big"):
        raise OSError("the disk is full")


async def save_all(pages):
    tasks = {}
    for page in pages:
        tasks[page] = asyncio.create_task(save(page))
    for page, task in tasks.items():
        await task
        print(f"{page}: saved")


async def main():
    await save_all(["note", "big photo", "letter", "big film"])


asyncio.run(main())
