"""With a fast disk, reading 9 comes after 0.1 s: let a reading take its 0.02 s."""

import asyncio

DISK = 0.1  # seconds for one reading


async def sensor(queue):
    for number in range(10):
        await asyncio.sleep(DISK)
        print("read", number)
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
