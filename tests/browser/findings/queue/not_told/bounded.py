"""Bounded."""

import asyncio


async def produce(jobs):
    while True:
        await jobs.put(None)
        await asyncio.sleep(0.005)


async def main():
    jobs = asyncio.Queue(25)
    producing = asyncio.create_task(produce(jobs))
    for _ in range(10):
        await asyncio.sleep(0.03)
        await jobs.get()
    producing.cancel()


asyncio.run(main())
