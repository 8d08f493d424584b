"""A lock takes `async with`, because it may have to wait."""

import asyncio


async def main():
    lock = asyncio.Lock()
    async with lock:
        print("mine")
        #> mine


asyncio.run(main())
