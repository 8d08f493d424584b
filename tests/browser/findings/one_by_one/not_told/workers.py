"""Workers."""

import asyncio


async def handle(job):
    await asyncio.sleep(0.02)


async def work(jobs):
    while not jobs.empty():
        job = await jobs.get()
        await handle(job)


async def main():
    jobs = asyncio.Queue()
    for job in range(36):
        jobs.put_nowait(job)
    await asyncio.gather(*[work(jobs) for _ in range(3)])


asyncio.run(main())
