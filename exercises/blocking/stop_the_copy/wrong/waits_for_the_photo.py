"""It says "stopped" after 0.30 s. A caller should not wait for the photo."""

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
    call = asyncio.create_task(asyncio.to_thread(copy_all, photos, stop))
    try:
        await asyncio.shield(call)
    except asyncio.CancelledError:
        stop.set()
        await call
        raise


async def main():
    try:
        async with asyncio.timeout(0.25):
            await backup(range(1, 9))
    except TimeoutError:
        print("stopped")


asyncio.run(main())
