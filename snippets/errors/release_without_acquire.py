# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A lock is released that nobody holds."""

import asyncio


async def main():
    lock = asyncio.Lock()
    lock.release()


asyncio.run(main())
