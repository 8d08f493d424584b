"""Three waits take no longer than the longest."""

import asyncio
import time


async def fetch(name, seconds):
    print(f"{name}: asked")
    await asyncio.sleep(seconds)
    print(f"{name}: answered after {seconds} s")


async def main():
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch("news", 0.3), name="news")
        group.create_task(fetch("mail", 0.1), name="mail")
        group.create_task(fetch("weather", 0.2), name="weather")
    print(f"all done in {time.perf_counter() - start:.1f} s")


asyncio.run(main())
