"""Over a thread."""

import asyncio
import time


async def save(lock):
    async with lock:
        await asyncio.to_thread(time.sleep, 0.2)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(save(lock), save(lock))


asyncio.run(main())
