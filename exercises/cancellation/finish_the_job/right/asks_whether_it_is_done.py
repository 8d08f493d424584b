"""Wait for the job as long as it takes, and raise at the end."""

import asyncio


async def do(job):
    print(job, "begins")
    await asyncio.sleep(0.2)  # stands in for work elsewhere
    print(job, "done")


async def worker(jobs):
    for job in jobs:
        doing = asyncio.ensure_future(do(job))
        cancelled = None
        while not doing.done():
            try:
                await asyncio.shield(doing)
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled:
            raise cancelled


async def main():
    task = asyncio.create_task(worker(["job A", "job B", "job C"]))
    await asyncio.sleep(0.3)
    task.cancel()
    await asyncio.wait([task])
    print("worker stopped")


asyncio.run(main())
