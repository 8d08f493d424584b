"""With `task_done` for each letter, `join` never returns: which one was counted twice?"""

import asyncio


async def letters(queue, most, seconds):
    found = []
    try:
        async with asyncio.timeout(seconds):
            while len(found) < most:
                letter = await queue.get()
                queue.put_nowait(letter)
                found.append(queue.get_nowait())
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
