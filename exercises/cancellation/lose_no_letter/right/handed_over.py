"""A function that fills a list of its caller."""

import asyncio


async def fill(found, queue, most):
    while len(found) < most:
        found += [await queue.get()]


async def letters(queue, most, seconds):
    found = []
    try:
        await asyncio.wait_for(fill(found, queue, most), seconds)
    except TimeoutError:
        print("time is up")
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
