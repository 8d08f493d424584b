"""Before Python 3.15, an exception ends a group early."""

import asyncio


class EndGroup(Exception):
    """Raised in a group to end it."""


async def search(shop, seconds, found):
    await asyncio.sleep(seconds)
    print(f"{shop}: {found}")
    if found:
        raise EndGroup


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(search("market", 0.1, False))
            group.create_task(search("corner", 0.2, True))
            group.create_task(search("mill", 0.3, True))
    except* EndGroup:
        pass
    print("main: done")


asyncio.run(main())
