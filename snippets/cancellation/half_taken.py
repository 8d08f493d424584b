"""Cancelled between two steps: what the first one took is lost."""

import asyncio


async def take_two(queue):
    first = await queue.get()
    second = await queue.get()
    return first, second


async def take_two_or_none(queue):
    first = await queue.get()
    try:
        second = await queue.get()
    except asyncio.CancelledError:
        queue.put_nowait(first)
        raise
    return first, second


async def try_it(take):
    queue = asyncio.Queue()
    queue.put_nowait("left shoe")
    try:
        async with asyncio.timeout(0.1):
            await take(queue)
    except TimeoutError:
        print(f"{take.__name__}: {queue.qsize()} in the queue")
        #> take_two: 0 in the queue
        #> take_two_or_none: 1 in the queue


async def main():
    await try_it(take_two)
    await try_it(take_two_or_none)


asyncio.run(main())
