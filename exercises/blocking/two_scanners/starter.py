"""Scan six pages in order, two at a time, without blocking the loop."""

import asyncio
import time


# The checks use this: leave it as it is.
def scan(page):
    time.sleep(0.2)  # can only block
    return f"text of {page}"


async def main():
    pages = ["one", "two", "three", "four", "five", "six"]
    texts = [scan(page) for page in pages]
    print("\n".join(texts))


asyncio.run(main())
