"""Read ahead: a task reads the next lines while the last is stored."""

import asyncio
import time
from contextlib import aclosing


async def lines():
    for number in range(1, 4):
        await asyncio.sleep(0.1)  # the line is on its way
        yield f"line {number}"


async def store(line):
    await asyncio.sleep(0.1)  # the disk is busy
    print(line, "stored")


async def read(queue):
    async with aclosing(lines()) as source:
        async for line in source:
            await queue.put(line)
    await queue.put(None)


async def main():
    start = time.perf_counter()
    queue = asyncio.Queue(maxsize=2)
    async with asyncio.TaskGroup() as group:
        group.create_task(read(queue), name="reader")
        while (line := await queue.get()) is not None:
            await store(line)
    print(f"{time.perf_counter() - start:.1f} s")


asyncio.run(main())
