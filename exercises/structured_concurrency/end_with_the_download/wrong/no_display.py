"""While the page is loading, 'still loading' is never displayed."""

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


async def load_and_show(page):
    await load(page)


async def main():
    await load_and_show("/news")
    await asyncio.sleep(0.5)
    print("main: done")


asyncio.run(main())
