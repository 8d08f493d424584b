"""Briefly by many."""

import asyncio


async def add(lock):
    async with lock:
        await asyncio.sleep(0.01)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*[add(lock) for _ in range(30)])


asyncio.run(main())
