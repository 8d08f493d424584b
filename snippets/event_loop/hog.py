"""A task that never awaits keeps the loop to itself."""

import asyncio


async def worker(name):
    for step in [1, 2, 3]:
        print(name, step)
        await asyncio.sleep(0)


async def hog(name):
    for step in [1, 2, 3]:
        print(name, step)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(worker("Ada"), name="Ada")
        group.create_task(hog("Bob"), name="Bob")


asyncio.run(main())
