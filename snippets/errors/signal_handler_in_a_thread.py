# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A loop in a thread tries to handle a signal."""

import asyncio
import signal


async def serve():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    await stop.wait()


async def main():
    await asyncio.to_thread(asyncio.run, serve())


asyncio.run(main())
