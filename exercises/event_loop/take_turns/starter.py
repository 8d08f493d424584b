"""Make workers take turns, one step each, however many there are."""

import asyncio


async def tidy_up(name):
    pass


# The checks use this name: keep it.
async def worker(name):
    for step in [1, 2, 3]:
        print(name, step)
        await tidy_up(name)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(worker("Ada"))
        group.create_task(worker("Bob"))


asyncio.run(main())
