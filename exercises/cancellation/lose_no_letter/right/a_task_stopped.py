"""A task that is stopped when the time is up."""

import asyncio


async def collect(found, queue, most):
    for _ in range(most):
        found.append(await queue.get())


async def letters(queue, most, seconds):
    found = []
    task = asyncio.create_task(collect(found, queue, most))
    try:
        await asyncio.wait([task], timeout=seconds)
    finally:
        task.cancel()
        await asyncio.wait([task])
    return found


async def post(queue):
    for letter in ["from Ada", "from Bob", "from Eve"]:
        await asyncio.sleep(0.2)
        await queue.put(letter)


async def main():
    queue = asyncio.Queue()
    posting = asyncio.create_task(post(queue))
    print("in time:", await letters(queue, 3, 0.5))
    print("later:", await letters(queue, 3, 0.5))
    await posting


asyncio.run(main())
