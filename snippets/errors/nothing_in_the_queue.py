# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""An item is taken from an empty queue, without waiting."""

import asyncio


async def main():
    queue = asyncio.Queue()
    print(queue.get_nowait())


asyncio.run(main())
