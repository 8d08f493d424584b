"""Make the display end when the download ends, however it ends."""

import asyncio


async def show_progress():
    while True:
        print("still loading")
        await asyncio.sleep(0.2)


async def load(page):
    await asyncio.sleep(0.3)
    if page == "/old":
        raise LookupError("no such page")
    print(page, "is loaded")


# The checks use this name: keep it.
async def load_and_show(page):
    display = asyncio.create_task(show_progress())
    await load(page)


async def main():
    await load_and_show("/news")
    await asyncio.sleep(0.5)
    print("main: done")


asyncio.run(main())
