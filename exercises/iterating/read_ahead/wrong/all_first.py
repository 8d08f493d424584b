"""It takes 0.6 s: the reading and the storing don't overlap."""

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
    for line in [line async for line in lines()]:
        await store(line)
    print(f"{time.perf_counter() - start:.1f} s")


asyncio.run(main())
