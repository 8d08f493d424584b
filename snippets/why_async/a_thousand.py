# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it notes where each of the thousand began, which takes time" }
# ///
"""A thousand downloads take hardly longer than one."""

import asyncio
import time

arrived = []


async def download(number):
    await asyncio.sleep(0.5)
    arrived.append(number)


async def main():
    async with asyncio.TaskGroup() as group:
        for number in range(1000):
            group.create_task(download(number))


start = time.perf_counter()
asyncio.run(main())
elapsed = time.perf_counter() - start
print(f"{len(arrived)} downloads took {elapsed:.1f} s")
