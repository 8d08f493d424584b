"""Put back, with a loop of another form."""

import asyncio


async def worker(name, queue):
    while (job := await queue.get()) is not None:
        await asyncio.sleep(0.1)
        print(name, "has done", job)
    queue.put_nowait(None)
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
