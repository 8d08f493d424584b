"""Ada doesn't go home."""

import asyncio


async def worker(name, queue):
    while True:
        job = await queue.get()
        if job is None:
            break
        await asyncio.sleep(0.1)
        print(name, "has done", job)
    print(name, "goes home")


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        workers = []
        for name in ["Ada", "Bob", "Eve"]:
            workers.append(group.create_task(worker(name, queue)))
        for job in ["wash", "dry", "iron", "fold"]:
            await asyncio.sleep(0.2)
            await queue.put(job)
        await asyncio.sleep(1)
        for task in workers:
            task.cancel()


asyncio.run(main())
