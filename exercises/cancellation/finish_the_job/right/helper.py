"""A helper that finishes any coroutine."""

import asyncio


async def do(job):
    print(job, "begins")
    await asyncio.sleep(0.2)  # stands in for work elsewhere
    print(job, "done")


async def finish(coroutine):
    task = asyncio.create_task(coroutine)
    try:
        return await asyncio.shield(task)
    finally:
        await asyncio.wait({task})


async def worker(jobs):
    for job in jobs:
        await finish(do(job))


async def main():
    task = asyncio.create_task(worker(["job A", "job B", "job C"]))
    await asyncio.sleep(0.3)
    task.cancel()
    await asyncio.wait([task])
    print("worker stopped")


asyncio.run(main())
