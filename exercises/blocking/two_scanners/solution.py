"""Scan six pages in order, two at a time, without blocking the loop."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


# The checks use this: leave it as it is.
def scan(page):
    time.sleep(0.2)  # can only block
    return f"text of {page}"


async def main():
    pages = ["one", "two", "three", "four", "five", "six"]
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=2) as pool:
        calls = [
            loop.run_in_executor(pool, scan, page) for page in pages
        ]
        texts = await asyncio.gather(*calls)
    print("\n".join(texts))


asyncio.run(main())
