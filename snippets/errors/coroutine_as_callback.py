# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A coroutine function is scheduled as if it were a callback."""

import asyncio


async def refresh():
    print("refreshed")


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(1, refresh)
    await asyncio.sleep(2)


asyncio.run(main(), debug=True)
