"""A display that waits for the download, for 0.2 seconds each time."""

import asyncio


async def show_progress(task):
    while not task.done():
        print("still loading")
        await asyncio.wait([task], timeout=0.2)


async def load(page):
    await asyncio.sleep(0.3)
    if page == "/old":
        raise LookupError("no such page")
    print(page, "is loaded")


async def load_and_show(page):
    async with asyncio.TaskGroup() as group:
        task = group.create_task(load(page))
        group.create_task(show_progress(task))


async def main():
    await load_and_show("/news")
    await asyncio.sleep(0.5)
    print("main: done")


asyncio.run(main())
