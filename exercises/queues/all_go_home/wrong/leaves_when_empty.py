"""Nobody has done fold."""

import asyncio


async def worker(name, queue):
    while True:
        job = await queue.get()
        await asyncio.sleep(0.1)
        print(name, "has done", job)
        if queue.empty():
            break
    print(name, "goes home")


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Eve"]:
            group.create_task(worker(name, queue))
        for job in ["wash", "dry", "iron", "fold"]:
            await asyncio.sleep(0.2)
            await queue.put(job)


asyncio.run(main())
