"""A bare `except` swallows the cancellation of a timeout."""

import asyncio
import time


async def fetch():
    await asyncio.sleep(0.4)  # a slow server
    return "page"


async def fetch_with_retry():
    while True:
        try:
            return await fetch()
        except:
            print("failed, trying again")


async def main():
    start = time.perf_counter()
    try:
        async with asyncio.timeout(0.2):
            print("got", await fetch_with_retry())
    except TimeoutError:
        print("timed out")
    print(f"after {time.perf_counter() - start:.1f} s")


asyncio.run(main())
