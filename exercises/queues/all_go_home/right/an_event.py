"""main says when all is done, and cancels."""

import asyncio


async def worker(name, queue):
    try:
        while True:
            job = await queue.get()
            await asyncio.sleep(0.1)
            print(name, "has done", job)
            queue.task_done()
    finally:
        print(name, "goes home")


async def main():
    queue = asyncio.Queue()
    tasks = []
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Eve"]:
            tasks.append(group.create_task(worker(name, queue)))
        for job in ["wash", "dry", "iron", "fold"]:
            await asyncio.sleep(0.2)
            await queue.put(job)
        await queue.join()
        for task in tasks:
            task.cancel()


asyncio.run(main())
