"""There are 6 pages in two scanners at once."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def scan(page):
    time.sleep(0.2)  # can only block
    return f"text of {page}"


async def main():
    pages = ["one", "two", "three", "four", "five", "six"]
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=8) as pool:
        calls = [loop.run_in_executor(pool, scan, page) for page in pages]
        texts = await asyncio.gather(*calls)
    print("\n".join(texts))


asyncio.run(main())
