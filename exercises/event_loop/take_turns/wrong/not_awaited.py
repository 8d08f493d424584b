"""Python complains: RuntimeWarning: coroutine 'sleep' was never awaited, line 7."""

import asyncio


async def tidy_up(name):
    asyncio.sleep(0)


async def worker(name):
    for step in [1, 2, 3]:
        print(name, step)
        await tidy_up(name)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(worker("Ada"))
        group.create_task(worker("Bob"))


asyncio.run(main())
