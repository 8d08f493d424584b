"""It looks again and again, which is no good style, but right."""

import asyncio


async def letters(queue, most, seconds):
    found = []
    for _ in range(round(seconds / 0.01)):
        while not queue.empty() and len(found) < most:
            found.append(queue.get_nowait())
        if len(found) == most:
            break
        await asyncio.sleep(0.01)
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
