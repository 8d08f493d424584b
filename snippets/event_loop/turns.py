"""Two tasks take turns: each runs until it has to wait."""

import asyncio


async def worker(name):
    for step in [1, 2, 3]:
        print(name, step)
        await asyncio.sleep(0)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(worker("Ada"), name="Ada")
        group.create_task(worker("Bob"), name="Bob")


asyncio.run(main())
