"""Two letters are there, but it still waits for 10.0 s."""

import asyncio


async def letters(queue, most, seconds):
    await asyncio.sleep(seconds)
    found = []
    while not queue.empty() and len(found) < most:
        found.append(queue.get_nowait())
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
