"""The loop's own pool, made smaller."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def scan(page):
    time.sleep(0.2)  # can only block
    return f"text of {page}"


async def main():
    pages = ["one", "two", "three", "four", "five", "six"]
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(2))
    texts = await asyncio.gather(*[asyncio.to_thread(scan, page) for page in pages])
    print("\n".join(texts))


asyncio.run(main())
