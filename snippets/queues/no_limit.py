"""Without a limit, the queue takes all that a producer has."""

import asyncio


async def producer(queue):
    for number in [1, 2, 3, 4, 5]:
        await queue.put(number)
        print("put", number, "- in the queue:", queue.qsize())
        #> put 1 - in the queue: 1
        #> put 2 - in the queue: 2
        #> put 3 - in the queue: 3
        #> put 4 - in the queue: 4
        #> put 5 - in the queue: 5


async def consumer(queue):
    for _ in range(5):
        number = await queue.get()
        await asyncio.sleep(0.1)  # stands for the work
        print("done", number)
        #> done 1
        #> done 2
        #> done 3
        #> done 4
        #> done 5


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        group.create_task(producer(queue))
        group.create_task(consumer(queue))


asyncio.run(main())
