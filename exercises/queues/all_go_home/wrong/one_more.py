"""The program hangs, since nothing can wake it: main waits for the end of a TaskGroup's block, line 18; worker waits for Queue.get, line 8."""

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
        for name in ["Ada", "Bob", "Eve"]:
            group.create_task(worker(name, queue))
        for job in ["wash", "dry", "iron", "fold"]:
            await asyncio.sleep(0.2)
            await queue.put(job)
        await queue.put(None)
        await queue.put(None)


asyncio.run(main())
