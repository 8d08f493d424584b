# /// script
# [tool.lab]
# browser = { runs = false, reason = "in some browsers, a thread runs to its end at once" }
# ///
"""Slow logging holds up the loop, unless a thread does it."""

import asyncio
import logging
import time
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue

log = logging.getLogger("shop")
log.setLevel(logging.INFO)


class SlowDisk(logging.Handler):
    def emit(self, record):
        time.sleep(0.2)  # the disk takes its time


async def serve():
    start = time.perf_counter()
    for number in range(3):
        log.info("request %s", number)
        await asyncio.sleep(0.1)
    return f"{time.perf_counter() - start:.1f} s"


def main():
    log.addHandler(SlowDisk())
    print("directly:", asyncio.run(serve()))
    #> directly: 0.9 s
    queue = SimpleQueue()
    log.handlers = [QueueHandler(queue)]
    listener = QueueListener(queue, SlowDisk())
    listener.start()
    print("through a queue:", asyncio.run(serve()))
    #> through a queue: 0.3 s
    listener.stop()


main()
