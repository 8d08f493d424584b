"""While the page is loading, 'still loading' is displayed only once."""

import asyncio


async def show_progress():
    print("still loading")
    await asyncio.sleep(60)


async def load(page):
    await asyncio.sleep(0.3)
    if page == "/old":
        raise LookupError("no such page")
    print(page, "is loaded")


# The checks use this name: keep it.
async def load_and_show(page):
    async with asyncio.TaskGroup() as group:
        display = group.create_task(show_progress())
        await load(page)
        display.cancel()


async def main():
    await load_and_show("/news")
    await asyncio.sleep(0.5)
    print("main: done")


asyncio.run(main())
