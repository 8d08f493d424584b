"""Waited for a queue."""

import asyncio


async def work(jobs, lock):
    job = await jobs.get()
    async with lock:
        await asyncio.sleep(0.01)


async def main():
    jobs, lock = asyncio.Queue(), asyncio.Lock()
    working = [asyncio.create_task(work(jobs, lock)) for _ in range(2)]
    await asyncio.sleep(0.2)
    for job in range(2):
        jobs.put_nowait(job)
    await asyncio.wait(working)


asyncio.run(main())
