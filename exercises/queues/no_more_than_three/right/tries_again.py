"""It tries until there is room."""

import asyncio

DISK = 0.1  # seconds for one reading


async def sensor(queue):
    for number in range(10):
        await asyncio.sleep(0.02)
        print("read", number)
        while queue.full():
            await asyncio.sleep(0.01)
        queue.put_nowait(number)


async def store(queue):
    for _ in range(10):
        number = await queue.get()
        await asyncio.sleep(DISK)
        print("stored", number)


async def main():
    queue = asyncio.Queue(3)
    await asyncio.gather(sensor(queue), store(queue))


asyncio.run(main())
