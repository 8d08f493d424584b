# /// script
# requires-python = ">=3.15"
# [tool.lab]
# browser = { runs = false, reason = "the page's Python is 3.14" }
# ///
"""Since Python 3.15, you can call `cancel` to end a group."""

import asyncio


async def search(group, shop, seconds, found):
    await asyncio.sleep(seconds)
    print(f"{shop}: {found}")
    if found:
        group.cancel()


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(search(group, "market", 0.1, False))
        group.create_task(search(group, "corner", 0.2, True))
        group.create_task(search(group, "mill", 0.3, True))
    print("main: done")


asyncio.run(main())
