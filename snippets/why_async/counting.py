"""Work doesn't overlap: each count ends before the next begins."""

import asyncio


async def count(name):
    print(f"{name}: begins")
    total = sum(range(100_000))
    print(f"{name}: has {total}")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(count("first"), name="first")
        group.create_task(count("second"), name="second")
        group.create_task(count("third"), name="third")


asyncio.run(main())
