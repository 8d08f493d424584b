"""Consumer is dead."""

import asyncio


async def consume(jobs):
    for _ in range(3):
        await jobs.get()
    raise ValueError


async def main():
    jobs = asyncio.PriorityQueue()
    consuming = asyncio.create_task(consume(jobs))
    for job in range(60):
        await jobs.put(job)
        await asyncio.sleep(0.005)
    print(type(consuming.exception()))


asyncio.run(main())
