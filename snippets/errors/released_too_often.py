# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A bounded semaphore is released too often."""

import asyncio


async def main():
    places = asyncio.BoundedSemaphore(2)
    async with places:
        places.release()


asyncio.run(main())
