# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""An old loop is used after it was closed."""

import asyncio


async def remember():
    return asyncio.get_running_loop()


loop = asyncio.run(remember())
loop.call_soon(print, "hello")
