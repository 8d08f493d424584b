"""Two transfers between two accounts, and nothing happens."""

import asyncio


async def transfer(source, target):
    async with source:
        await asyncio.sleep(0.1)
        async with target:
            print(asyncio.current_task().get_name(), "done")


async def main():
    savings = asyncio.Lock()
    wages = asyncio.Lock()
    try:
        async with asyncio.timeout(1), asyncio.TaskGroup() as group:
            group.create_task(transfer(savings, wages), name="rent")
            group.create_task(transfer(wages, savings), name="gift")
    except TimeoutError:
        print("gave up")
        #> gave up


asyncio.run(main())
