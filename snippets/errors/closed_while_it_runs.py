# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A coroutine closes the loop that runs it."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.close()


asyncio.run(main())
