"""It waits for the photo in hand."""

import asyncio
import time


def copy(photo):
    time.sleep(0.1)  # can only block
    print("copied photo", photo)


async def backup(photos):
    for photo in photos:
        call = asyncio.create_task(asyncio.to_thread(copy, photo))
        try:
            await asyncio.shield(call)
        except asyncio.CancelledError:
            await call
            raise


async def main():
    try:
        async with asyncio.timeout(0.25):
            await backup(range(1, 9))
    except TimeoutError:
        print("stopped")


asyncio.run(main())
