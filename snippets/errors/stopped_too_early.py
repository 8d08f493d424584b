# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""The loop is stopped before its main coroutine is done."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.1, loop.stop)
    await asyncio.sleep(1)


asyncio.run(main())
