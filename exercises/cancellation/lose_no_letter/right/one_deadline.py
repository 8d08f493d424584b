"""One deadline for a limit around each `get`."""

import asyncio


async def letters(queue, most, seconds):
    end = asyncio.get_running_loop().time() + seconds
    found = []
    for _ in range(most):
        try:
            async with asyncio.timeout_at(end):
                found.append(await queue.get())
        except TimeoutError:
            break
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
