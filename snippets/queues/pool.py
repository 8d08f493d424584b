"""Two workers share a queue, and each job is done once."""

import asyncio

SECONDS = {"wash": 0.4, "dry": 0.1, "iron": 0.1, "fold": 0.3}


async def worker(name, queue):
    while True:
        job = await queue.get()
        await asyncio.sleep(SECONDS[job])
        print(name, "has done", job)
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    for job in SECONDS:
        queue.put_nowait(job)
    async with asyncio.TaskGroup() as group:
        ada = group.create_task(worker("Ada", queue), name="Ada")
        bob = group.create_task(worker("Bob", queue), name="Bob")
        await queue.join()
        print("all is done")
        ada.cancel()
        bob.cancel()


asyncio.run(main())
