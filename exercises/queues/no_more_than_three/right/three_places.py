"""A semaphore counts the free places."""

import asyncio

DISK = 0.1  # seconds for one reading


places = asyncio.Semaphore(3)


async def sensor(queue):
    for number in range(10):
        await asyncio.sleep(0.02)
        print("read", number)
        await places.acquire()
        queue.put_nowait(number)


async def store(queue):
    for _ in range(10):
        number = await queue.get()
        places.release()
        await asyncio.sleep(DISK)
        print("stored", number)


async def main():
    queue = asyncio.Queue()
    await asyncio.gather(sensor(queue), store(queue))


asyncio.run(main())
