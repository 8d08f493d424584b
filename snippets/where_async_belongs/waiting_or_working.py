# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would log the slow steps, too" }
# ///
"""Async makes waiting overlap; it does not make work faster."""

import asyncio
import time


async def wait():
    await asyncio.sleep(0.2)


async def work():
    time.sleep(0.2)  # stands for a computation of 0.2 s


async def three_times(function):
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(function())
    elapsed = time.perf_counter() - start
    print(f"three times {function.__name__}: {elapsed:.1f} s")


async def main():
    await three_times(wait)
    await three_times(work)


asyncio.run(main())
