"""'Bob 2' comes right after 'Bob 1'."""

import asyncio


async def tidy_up(name):
    if name == "Ada":
        await asyncio.sleep(0)


async def worker(name):
    for step in [1, 2, 3]:
        print(name, step)
        await tidy_up(name)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(worker("Ada"))
        group.create_task(worker("Bob"))


asyncio.run(main())
