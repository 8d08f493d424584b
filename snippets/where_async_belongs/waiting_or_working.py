"""Waits overlap; computations run one after the other."""

import asyncio


async def wait(name):
    print(f"{name}: begins to wait")
    await asyncio.sleep(0.1)
    print(f"{name}: has waited")


async def work(name):
    print(f"{name}: begins to compute")
    total = sum(range(100_000))
    print(f"{name}: has {total}")


async def both_at_once(function):
    async with asyncio.TaskGroup() as group:
        group.create_task(function("first"), name="first")
        group.create_task(function("second"), name="second")


async def main():
    await both_at_once(wait)
    await both_at_once(work)


asyncio.run(main())
