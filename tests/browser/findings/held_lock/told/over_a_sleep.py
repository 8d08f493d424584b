"""Over a sleep."""

import asyncio


async def order(lock):
    async with lock:
        await asyncio.sleep(0.2)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(order(lock), order(lock))


asyncio.run(main())
