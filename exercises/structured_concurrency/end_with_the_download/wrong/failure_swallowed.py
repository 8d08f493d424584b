"""The download of /old fails, but the caller of load_and_show doesn't get the error."""

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
    display = asyncio.create_task(show_progress())
    try:
        await load(page)
    except LookupError:
        print("no such page")
    display.cancel()


async def main():
    await load_and_show("/news")
    await asyncio.sleep(0.5)
    print("main: done")


asyncio.run(main())
