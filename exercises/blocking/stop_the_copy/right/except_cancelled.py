# /// script
# [tool.lab]
# browser = { runs = false, reason = "in some browsers, a thread runs to its end at once" }
# ///
"""A list that says it, set where the cancellation is caught."""

import asyncio
import time


def copy(photo):
    time.sleep(0.1)  # can only block
    print("copied photo", photo)


def copy_all(photos, stopped):
    for photo in photos:
        if stopped:
            return
        copy(photo)


async def backup(photos):
    stopped = []
    try:
        await asyncio.to_thread(copy_all, photos, stopped)
    except asyncio.CancelledError:
        stopped.append(True)
        raise


async def main():
    try:
        async with asyncio.timeout(0.25):
            await backup(range(1, 9))
    except TimeoutError:
        print("stopped")


asyncio.run(main())
