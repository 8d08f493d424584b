"""The loop's body and the generator take turns: neither runs ahead."""

import asyncio
import time


async def lines():
    for number in range(1, 4):
        await asyncio.sleep(0.1)  # the line is on its way
        yield f"line {number}"


async def store(line):
    await asyncio.sleep(0.1)  # the disk is busy
    print(line, "stored")


async def main():
    start = time.perf_counter()
    async for line in lines():
        await store(line)
    print(f"{time.perf_counter() - start:.1f} s")


asyncio.run(main())
