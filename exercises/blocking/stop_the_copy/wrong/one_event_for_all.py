"""Two backups run at once. When one is stopped, the other stops as well."""

import asyncio
import time

stopped = []


def copy(photo):
    time.sleep(0.1)  # can only block
    print("copied photo", photo)


async def backup(photos):
    try:
        for photo in photos:
            if stopped:
                break
            await asyncio.to_thread(copy, photo)
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
