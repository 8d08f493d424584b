"""main says that the worker has stopped, but job B is still running."""

import asyncio


async def do(job):
    print(job, "begins")
    await asyncio.sleep(0.2)  # stands in for work elsewhere
    print(job, "done")


async def worker(jobs):
    for job in jobs:
        await asyncio.shield(do(job))


async def main():
    task = asyncio.create_task(worker(["job A", "job B", "job C"]))
    await asyncio.sleep(0.3)
    task.cancel()
    await asyncio.wait([task])
    print("worker stopped")
    await asyncio.sleep(0.2)


asyncio.run(main())
