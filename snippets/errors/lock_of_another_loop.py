# /// script
# [tool.lab]
# masks = ["traceback", "address"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A queue is used in one loop, then in another."""

import asyncio

queue = asyncio.Queue()


async def wait_a_moment():
    try:
        async with asyncio.timeout(0.1):
            await queue.get()
    except TimeoutError:
        print("nothing came")


asyncio.run(wait_a_moment())
asyncio.run(wait_a_moment())
