"""Read the next line while one is stored, one store at a time."""

import asyncio
import time


# The checks use this name: keep it.
async def lines():
    for number in range(1, 4):
        await asyncio.sleep(0.1)  # the line is on its way
        yield f"line {number}"


# The checks use this: leave it as it is.
async def store(line):
    await asyncio.sleep(0.1)  # the disk is busy
    print(line, "stored")


async def read(queue):
    async for line in lines():
        await queue.put(line)
    await queue.put(None)


async def main():
    start = time.perf_counter()
    queue = asyncio.Queue(maxsize=1)
    async with asyncio.TaskGroup() as group:
        group.create_task(read(queue))
        while (line := await queue.get()) is not None:
            await store(line)
    print(f"{time.perf_counter() - start:.1f} s")


asyncio.run(main())
