# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A task releases a lock that no task holds."""

import asyncio


async def main():
    lock = asyncio.Lock()
    lock.release()


asyncio.run(main())
