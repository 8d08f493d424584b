"""Each run makes a queue of its own."""

import asyncio


async def wait_a_moment():
    queue = asyncio.Queue()
    try:
        async with asyncio.timeout(0.1):
            await queue.get()
    except TimeoutError:
        print("nothing came")
        #> nothing came
        #> nothing came


asyncio.run(wait_a_moment())
asyncio.run(wait_a_moment())
