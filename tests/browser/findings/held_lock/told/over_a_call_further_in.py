"""Over a call further in."""

import asyncio


async def ask():
    await asyncio.sleep(0.2)


async def price(lock):
    async with lock:
        return await ask()


async def change(lock):
    await asyncio.sleep(0.01)
    await lock.acquire()
    lock.release()


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(price(lock))
        group.create_task(change(lock))


asyncio.run(main())
