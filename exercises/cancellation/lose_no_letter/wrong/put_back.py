"""Ada's and Bob's letters arrive in time, but aren't returned."""

import asyncio


async def letters(queue, most, seconds):
    found = []
    try:
        async with asyncio.timeout(seconds):
            for _ in range(most):
                found.append(await queue.get())
            return found
    except TimeoutError:
        for letter in found:
            queue.put_nowait(letter)
        return []


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
