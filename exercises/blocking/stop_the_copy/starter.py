"""When the copying is cancelled, copy at most one more photo."""

import asyncio
import time


# The checks use this name: keep it.
def copy(photo):
    time.sleep(0.1)  # can only block
    print("copied photo", photo)


def copy_all(photos):
    for photo in photos:
        copy(photo)


# The checks use this name: keep it.
async def backup(photos):
    await asyncio.to_thread(copy_all, photos)


async def main():
    try:
        async with asyncio.timeout(0.25):
            await backup(range(1, 9))
    except TimeoutError:
        print("stopped")


asyncio.run(main())
