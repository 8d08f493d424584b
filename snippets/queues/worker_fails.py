"""A worker that fails ends the group, and jobs are left."""

import asyncio

SECONDS = {"wash": 0.4, "dry": 0.1, "iron": 0.1, "fold": 0.3}


async def do(job):
    await asyncio.sleep(SECONDS[job])
    if job == "iron":
        raise OSError("no electricity")


async def worker(name, queue):
    while True:
        job = await queue.get()
        await do(job)
        print(name, "has done", job)
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    for job in SECONDS:
        queue.put_nowait(job)
    try:
        async with asyncio.TaskGroup() as group:
            ada = group.create_task(worker("Ada", queue), name="Ada")
            bob = group.create_task(worker("Bob", queue), name="Bob")
            await queue.join()
            ada.cancel()
            bob.cancel()
    except* OSError as errors:
        print("failed:", errors.exceptions[0])
    print("never begun:", queue.qsize())


asyncio.run(main())
