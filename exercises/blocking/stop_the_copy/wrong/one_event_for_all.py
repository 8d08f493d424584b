"""Two backups run at once. When one is stopped, the other stops as well."""

import asyncio
import threading
import time

stop = threading.Event()


def copy(photo):
    time.sleep(0.1)  # can only block
    print("copied photo", photo)


def copy_all(photos):
    for photo in photos:
        if stop.is_set():
            break
        copy(photo)


async def backup(photos):
    try:
        await asyncio.to_thread(copy_all, photos)
    except asyncio.CancelledError:
        stop.set()
        raise


async def main():
    try:
        async with asyncio.timeout(0.25):
            await backup(range(1, 9))
    except TimeoutError:
        print("stopped")


asyncio.run(main())
