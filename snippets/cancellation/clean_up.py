"""In `finally`, a cancelled task can still wait and say goodbye."""

import asyncio
import time


async def download():
    print("download: connected")
    try:
        await asyncio.sleep(1)  # a slow server
    finally:
        await asyncio.sleep(0.1)  # says goodbye
        print("download: said goodbye")


async def main():
    task = asyncio.create_task(download())
    await asyncio.sleep(0.2)
    start = time.perf_counter()
    task.cancel()
    await asyncio.wait([task])
    elapsed = time.perf_counter() - start
    print(f"main: cancelled, which took {elapsed:.1f} s")


asyncio.run(main())
