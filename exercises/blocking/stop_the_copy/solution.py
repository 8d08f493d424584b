"""When the copying is cancelled, copy at most one more photo."""

import asyncio
import time


# The checks use this name: keep it.
def copy(photo):
    time.sleep(0.1)  # can only block
    print("copied photo", photo)


# The checks use this name: keep it.
async def backup(photos):
    for photo in photos:
        await asyncio.to_thread(copy, photo)


async def main():
    try:
        async with asyncio.timeout(0.25):
            await backup(range(1, 9))
    except TimeoutError:
        print("stopped")


asyncio.run(main())
