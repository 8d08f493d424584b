"""A lock around each step."""

import asyncio

turn = asyncio.Lock()


async def tidy_up(name):
    await asyncio.sleep(0)


async def worker(name):
    for step in [1, 2, 3]:
        async with turn:
            print(name, step)
        await tidy_up(name)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(worker("Ada"))
        group.create_task(worker("Bob"))


asyncio.run(main())
