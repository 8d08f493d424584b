"""Bob goes home before the last job has arrived."""

import asyncio


async def worker(name, queue):
    while True:
        try:
            async with asyncio.timeout(0.3):
                job = await queue.get()
        except TimeoutError:
            break
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


asyncio.run(main())
