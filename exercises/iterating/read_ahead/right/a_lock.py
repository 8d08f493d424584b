"""A lock lets one store at a time."""

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


async def store_alone(lock, line):
    async with lock:
        await store(line)


async def main():
    start = time.perf_counter()
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        async for line in lines():
            group.create_task(store_alone(lock, line))
    print(f"{time.perf_counter() - start:.1f} s")


asyncio.run(main())
