"""'Ada 2' comes right after 'Ada 1'."""

import asyncio
import time


async def tidy_up(name):
    time.sleep(0.1)


async def worker(name):
    for step in [1, 2, 3]:
        print(name, step)
        await tidy_up(name)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(worker("Ada"))
        group.create_task(worker("Bob"))


asyncio.run(main())
