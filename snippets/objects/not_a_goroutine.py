"""A task gives up its turn only where it waits."""

import asyncio


async def count(name):
    for number in (1, 2):
        print(name, number)


async def count_and_wait(name):
    for number in (1, 2):
        print(name, number)
        await asyncio.sleep(0.1)


async def main():
    for work in (count, count_and_wait):
        async with asyncio.TaskGroup() as group:
            group.create_task(work("Ada"))
            group.create_task(work("Bob"))
        print("all done")


asyncio.run(main())
