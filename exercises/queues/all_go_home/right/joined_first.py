"""`join` before three times `None`."""

import asyncio


async def worker(name, queue):
    while True:
        job = await queue.get()
        if job is None:
            queue.task_done()
            break
        await asyncio.sleep(0.1)
        print(name, "has done", job)
        queue.task_done()
    print(name, "goes home")


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Eve"]:
            group.create_task(worker(name, queue))
        for job in ["wash", "dry", "iron", "fold"]:
            await asyncio.sleep(0.2)
            await queue.put(job)
        await queue.join()
        for _ in range(3):
            queue.put_nowait(None)


asyncio.run(main())
