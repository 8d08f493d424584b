# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would log the slow steps, too" }
# ///
"""Twenty requests each, for three handlers: one waits, two don't."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


async def waits():
    await asyncio.sleep(0.1)  # asks a database, with an asyncio driver


async def blocks():
    time.sleep(0.1)  # asks it with a driver that blocks


async def in_a_thread():
    await asyncio.to_thread(time.sleep, 0.1)


async def per_second(handler, requests=20):
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for _ in range(requests):
            group.create_task(handler())
    seconds = time.perf_counter() - start
    print(f"{handler.__name__}: {requests} requests in {seconds:.1f} s")


async def main():
    pool = ThreadPoolExecutor(max_workers=10)
    asyncio.get_running_loop().set_default_executor(pool)
    await per_second(waits)
    await per_second(blocks)
    await per_second(in_a_thread)


asyncio.run(main())
