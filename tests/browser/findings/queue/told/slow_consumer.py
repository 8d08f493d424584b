"""Slow consumer."""

import asyncio


async def consume(jobs):
    while True:
        await jobs.get()
        await asyncio.sleep(0.02)


async def main():
    jobs = asyncio.Queue()
    consuming = asyncio.create_task(consume(jobs))
    for job in range(80):
        await jobs.put(job)
        await asyncio.sleep(0.005)


asyncio.run(main())
