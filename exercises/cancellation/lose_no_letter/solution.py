"""Return the letters that arrive within the limit, and lose none."""

import asyncio


# The checks use this name: keep it.
async def letters(queue, most, seconds):
    found = []
    try:
        async with asyncio.timeout(seconds):
            while len(found) < most:
                found.append(await queue.get())
    except TimeoutError:
        pass
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
