# /// script
# [tool.lab]
# clock = { use = "own", reason = "the lab's network looks names up in no thread" }
# browser = { runs = false, reason = "the page's network looks names up in no thread" }
# ///
"""Slow calls fill the pool, and host names wait in line."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def make_report():
    time.sleep(0.8)  # a call that blocks


async def look_up(when):
    start = time.perf_counter()
    await asyncio.get_running_loop().getaddrinfo("127.0.0.1", 80)
    elapsed = time.perf_counter() - start
    print(f"{when}: looked up after {elapsed:.1f} s")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(max_workers=2))
    await look_up("before")
    async with asyncio.TaskGroup() as group:
        for _ in range(2):
            group.create_task(asyncio.to_thread(make_report))
        await asyncio.sleep(0)  # the reports take both threads
        group.create_task(look_up("meanwhile"))


asyncio.run(main())
