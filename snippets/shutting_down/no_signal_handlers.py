# /// script
# [tool.lab]
# clock = { use = "own", reason = "the loop has to be one without signal handlers" }
# browser = { runs = false, reason = "the page has only the lab's loop" }
# ///
"""A loop like those on Windows has no signal handlers."""

import asyncio
import signal
from asyncio.selector_events import BaseSelectorEventLoop


async def main():
    loop = asyncio.get_running_loop()
    try:
        loop.add_signal_handler(signal.SIGINT, print, "stop")
    except NotImplementedError as error:
        print(repr(error))


with asyncio.Runner(loop_factory=BaseSelectorEventLoop) as runner:
    runner.run(main())
