"""Each task reports by itself."""

import asyncio


async def save(page):
    await asyncio.sleep(0.1)
    if page.startswith("big"):
        raise OSError("the disk is full")


async def save_and_report(page):
    try:
        await save(page)
    except OSError as error:
        print(f"{page}: {error}")
    else:
        print(f"{page}: saved")


async def save_all(pages):
    async with asyncio.TaskGroup() as group:
        for page in pages:
            group.create_task(save_and_report(page))


async def main():
    await save_all(["note", "big photo", "letter", "big film"])


asyncio.run(main())
