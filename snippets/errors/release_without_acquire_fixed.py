"""`async with` acquires the lock and releases it."""

import asyncio


async def main():
    lock = asyncio.Lock()
    async with lock:
        print("mine:", lock.locked())
        #> mine: True


asyncio.run(main())
