"""A flag, and a timeout to look at it."""

import asyncio


async def worker(name, queue):
    while not queue.closed or not queue.empty():
        try:
            job = await asyncio.wait_for(queue.get(), 0.05)
        except TimeoutError:
            continue
        await asyncio.sleep(0.1)
        print(name, "has done", job)
        queue.task_done()
    print(name, "goes home")


async def main():
    queue = asyncio.Queue()
    queue.closed = False
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Eve"]:
            group.create_task(worker(name, queue))
        for job in ["wash", "dry", "iron", "fold"]:
            await asyncio.sleep(0.2)
            await queue.put(job)
        queue.closed = True


asyncio.run(main())
