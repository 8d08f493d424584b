"""One task asks the generator, and a queue hands out the values."""

import asyncio


async def numbers():
    for number in range(4):
        await asyncio.sleep(0.1)
        yield number


async def show(queue):
    print(await queue.get())
    #> 0
    #> 1
    #> 2
    #> 3


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(show(queue))
        async for number in numbers():
            queue.put_nowait(number)


asyncio.run(main())
