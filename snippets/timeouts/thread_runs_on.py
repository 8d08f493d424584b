"""A timeout ends the wait for a thread, not the thread."""

import asyncio
import time


def slow_query():
    time.sleep(0.5)  # a call that blocks
    print("thread: stored the result")


async def main():
    start = time.perf_counter()
    try:
        async with asyncio.timeout(0.2):
            await asyncio.to_thread(slow_query)
    except TimeoutError:
        elapsed = time.perf_counter() - start
        print(f"main: timed out after {elapsed:.1f} s")


start = time.perf_counter()
asyncio.run(main())
elapsed = time.perf_counter() - start
print(f"asyncio.run: returned after {elapsed:.1f} s")
