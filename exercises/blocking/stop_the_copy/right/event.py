# /// script
# [tool.lab]
# browser = { runs = false, reason = "in some browsers, a thread runs to its end at once" }
# ///
"""A flag that the thread looks at."""

import asyncio
import threading
import time


def copy(photo):
    time.sleep(0.1)  # can only block
    print("copied photo", photo)


def copy_all(photos, stop):
    for photo in photos:
        if stop.is_set():
            break
        copy(photo)


async def backup(photos):
    stop = threading.Event()
    try:
        await asyncio.to_thread(copy_all, photos, stop)
    finally:
        stop.set()


async def main():
    try:
        async with asyncio.timeout(0.25):
            await backup(range(1, 9))
    except TimeoutError:
        print("stopped")


asyncio.run(main())
