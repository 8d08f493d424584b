"""Awaiting a coroutine that doesn't have to wait keeps the turn."""

import asyncio


async def double(x):
    return x * 2


async def other():
    print("other: my turn")


async def main():
    task = asyncio.create_task(other(), name="other")
    print("main:", await double(6))
    print("main: after the await")
    await task


asyncio.run(main())
