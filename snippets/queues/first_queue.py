"""`get` waits until the producer has put something in the queue."""

import asyncio


async def producer(queue):
    for job in ["wash", "dry", "iron"]:
        await asyncio.sleep(0.1)
        await queue.put(job)
    await queue.put(None)  # says: no more jobs


async def consumer(queue):
    while (job := await queue.get()) is not None:
        print("done:", job)
    print("no more jobs")


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(producer(queue), name="producer")
        group.create_task(consumer(queue), name="consumer")
    print("left over:", queue.qsize())


asyncio.run(main())
