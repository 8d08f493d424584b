"""The program asks again and again without waiting (`sleep(0)` lets no time pass here): wait for what you need instead."""

import asyncio

DISK = 0.1  # seconds for one reading


async def sensor(queue):
    for number in range(10):
        await asyncio.sleep(0.02)
        print("read", number)
        while queue.qsize() >= 3:
            await asyncio.sleep(0)
        queue.put_nowait(number)


async def store(queue):
    for _ in range(10):
        number = await queue.get()
        await asyncio.sleep(DISK)
        print("stored", number)


async def main():
    queue = asyncio.Queue()
    await asyncio.gather(sensor(queue), store(queue))


asyncio.run(main())
