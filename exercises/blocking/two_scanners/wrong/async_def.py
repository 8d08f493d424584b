"""`scan` blocks the loop for 1.20 s."""

import asyncio
import time


def scan(page):
    time.sleep(0.2)  # can only block
    return f"text of {page}"


async def scan_async(page):
    return scan(page)


async def main():
    pages = ["one", "two", "three", "four", "five", "six"]
    texts = await asyncio.gather(*[scan_async(page) for page in pages])
    print("\n".join(texts))


asyncio.run(main())
