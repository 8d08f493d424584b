"""An `await` gives the turn away only where something has to wait."""

import asyncio


async def double(x):
    return x * 2


async def other():
    print("other: my turn at last")


async def main():
    task = asyncio.create_task(other())
    print("main:", await double(6))
    print("main:", await double(12))
    await asyncio.sleep(0)
    print("main: after sleep(0)")
    await task


asyncio.run(main())
