"""Let the storing be the task."""

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


async def store_all(queue):
    while True:
        line = await queue.get()
        await store(line)
        queue.task_done()


async def main():
    start = time.perf_counter()
    queue = asyncio.Queue(maxsize=1)
    storing = asyncio.create_task(store_all(queue))
    async for line in lines():
        await queue.put(line)
    await queue.join()
    storing.cancel()
    print(f"{time.perf_counter() - start:.1f} s")


asyncio.run(main())
