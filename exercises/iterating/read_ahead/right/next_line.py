"""Ask for the next line before you store this one."""

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
    iterator = aiter(lines())
    coming = asyncio.ensure_future(anext(iterator, None))
    while line := await coming:
        coming = asyncio.ensure_future(anext(iterator, None))
        await store(line)
    print(f"{time.perf_counter() - start:.1f} s")


asyncio.run(main())
