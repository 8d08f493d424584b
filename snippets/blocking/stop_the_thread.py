# /// script
# [tool.lab]
# browser = { runs = false, reason = "in some browsers, a thread runs to its end at once" }
# ///
"""A thread that checks between steps whether it should stop."""

import asyncio
import threading
import time


def export(rows, stop):
    for row in rows:
        if stop.is_set():
            print("thread: stopped before row", row)
            return
        time.sleep(0.1)  # a step that blocks
    print("thread: all rows written")


async def export_rows(rows):
    stop = threading.Event()
    try:
        await asyncio.to_thread(export, rows, stop)
    finally:
        stop.set()


async def main():
    try:
        async with asyncio.timeout(0.25):
            await export_rows(range(1, 100))
    except TimeoutError:
        print("main: gave up")


asyncio.run(main())
