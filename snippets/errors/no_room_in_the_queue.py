# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""An item is put into a full queue, without waiting."""

import asyncio


async def main():
    queue = asyncio.Queue(maxsize=1)
    queue.put_nowait("one")
    queue.put_nowait("two")


asyncio.run(main())
