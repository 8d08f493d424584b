"""Around `create_task`, a timeout limits nothing."""

import asyncio
import time


async def fetch(name):
    await asyncio.sleep(0.4)  # a slow server
    print(name, "answered")


async def main():
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        async with asyncio.timeout(0.1):
            group.create_task(fetch("mail"))
    print(f"after {time.perf_counter() - start:.1f} s")


asyncio.run(main())
