"""What a cancelled call keeps in local variables is lost."""

import asyncio


async def take_two(queue):
    first = await queue.get()
    second = await queue.get()
    return first, second


async def fill(pair, queue):
    while len(pair) < 2:
        pair.append(await queue.get())


async def limited(work):
    try:
        async with asyncio.timeout(0.1):
            await work
    except TimeoutError:
        print("timed out")


async def main():
    queue = asyncio.Queue()
    queue.put_nowait("left shoe")
    await limited(take_two(queue))
    print("in the queue:", queue.qsize())
    pair = []
    queue.put_nowait("left shoe")
    await limited(fill(pair, queue))
    print("in the pair:", pair)


asyncio.run(main())
