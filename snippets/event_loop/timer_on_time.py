"""Work in small steps, and give up the turn after each."""

import asyncio
import time


async def alarm():
    start = time.perf_counter()
    await asyncio.sleep(0.1)
    elapsed = time.perf_counter() - start
    print(f"alarm: set to 0.1 s, rings after {elapsed:.1f} s")
    #> alarm: set to 0.1 s, rings after 0.1 s


async def work_in_steps():
    for _ in range(40):
        time.sleep(0.01)  # a short call that blocks
        await asyncio.sleep(0)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(alarm())
        group.create_task(work_in_steps())


asyncio.run(main())
