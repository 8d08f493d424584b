# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A thread calls a method of the loop that only the loop may call."""

import asyncio


def work(loop):
    loop.call_soon(print, "hello from the thread")


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(work, loop)


asyncio.run(main(), debug=True)
