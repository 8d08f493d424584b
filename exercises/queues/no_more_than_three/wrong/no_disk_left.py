"""With a disk that takes 0.5 s for a reading, ten are stored after 0.2 s: let each take its time."""

import asyncio

# The checks use this name: keep it.
DISK = 0.1  # seconds for one reading


async def sensor(queue):
    for number in range(10):
        await asyncio.sleep(0.02)
        print("read", number)
        await queue.put(number)


async def store(queue):
    for _ in range(10):
        number = await queue.get()
        print("stored", number)


async def main():
    queue = asyncio.Queue(maxsize=3)
    await asyncio.gather(sensor(queue), store(queue))


asyncio.run(main())
