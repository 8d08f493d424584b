"""Work in small steps, and give the turn away after each."""

import asyncio
import time


async def alarm():
    start = time.perf_counter()
    await asyncio.sleep(0.1)
    elapsed = time.perf_counter() - start
    print(f"alarm: set to 0.1 s, rings after {elapsed:.1f} s")
    #> alarm: set to 0.1 s, rings after 0.1 s


async def long_computation():
    for _ in range(40):
        time.sleep(0.01)  # stands for a small part of the work
        await asyncio.sleep(0)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(alarm())
        group.create_task(long_computation())


asyncio.run(main())
