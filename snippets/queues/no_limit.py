"""Without a limit, the queue takes everything a producer has."""

import asyncio


async def producer(queue):
    for number in [1, 2, 3, 4, 5]:
        await queue.put(number)
        print("put", number, "- in the queue:", queue.qsize())


async def consumer(queue):
    for _ in range(5):
        number = await queue.get()
        await asyncio.sleep(0.1)  # does the work
        print("done", number)


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(producer(queue))
        group.create_task(consumer(queue))


asyncio.run(main())
