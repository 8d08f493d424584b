"""Awaiting a task that isn't done yet gives up the turn."""

import asyncio


async def double(x):
    return x * 2


async def other():
    print("other: my turn")


async def main():
    task = asyncio.create_task(other(), name="other")
    doubling = asyncio.create_task(double(6), name="double")
    print("main:", await doubling)
    print("main: after the await")
    await task


asyncio.run(main())
