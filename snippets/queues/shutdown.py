# /// script
# requires-python = ">=3.13"
# ///
"""A closed queue: its jobs are done, then the workers end."""

import asyncio


async def worker(name, queue):
    while True:
        try:
            job = await queue.get()
        except asyncio.QueueShutDown:
            print(name, "goes home")
            return
        await asyncio.sleep(0.1)
        print(name, "has done", job)


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob"]:
            group.create_task(worker(name, queue))
        for job in ["wash", "dry", "iron"]:
            await queue.put(job)
        queue.shutdown()
        try:
            await queue.put("fold")
        except asyncio.QueueShutDown:
            print("too late to fold")


asyncio.run(main())
