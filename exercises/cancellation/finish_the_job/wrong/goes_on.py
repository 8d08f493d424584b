"""Job C begins after the worker was asked to stop."""

import asyncio


async def do(job):
    print(job, "begins")
    await asyncio.sleep(0.2)  # stands in for work elsewhere
    print(job, "done")


async def worker(jobs):
    for job in jobs:
        doing = asyncio.create_task(do(job))
        try:
            await asyncio.shield(doing)
        except asyncio.CancelledError:
            await doing


async def main():
    task = asyncio.create_task(worker(["job A", "job B", "job C"]))
    await asyncio.sleep(0.3)
    task.cancel()
    await asyncio.wait([task])
    print("worker stopped")


asyncio.run(main())
