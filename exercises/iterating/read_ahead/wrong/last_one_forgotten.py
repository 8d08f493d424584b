"""The lines are not stored one by one, in order."""

import asyncio
import time


# The checks use this name: keep it.
async def lines():
    for number in range(1, 4):
        await asyncio.sleep(0.1)  # the line is on its way
        yield f"line {number}"


# The checks use this name: keep it.
async def store(line):
    await asyncio.sleep(0.1)  # the disk is busy
    print(line, "stored")


async def main():
    start = time.perf_counter()
    last = None
    async for line in lines():
        if last:
            await last
        last = asyncio.create_task(store(line))
    print(f"{time.perf_counter() - start:.1f} s")


asyncio.run(main())
