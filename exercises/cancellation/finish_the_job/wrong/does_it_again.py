"""Job B begins a second time. Finish the one that has begun."""

import asyncio


async def do(job):
    print(job, "begins")
    await asyncio.sleep(0.2)  # stands in for work elsewhere
    print(job, "done")


async def worker(jobs):
    for job in jobs:
        try:
            await do(job)
        except asyncio.CancelledError:
            await do(job)
            raise


async def main():
    task = asyncio.create_task(worker(["job A", "job B", "job C"]))
    await asyncio.sleep(0.3)
    task.cancel()
    await asyncio.wait([task])
    print("worker stopped")


asyncio.run(main())
