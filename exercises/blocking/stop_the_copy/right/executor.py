"""run_in_executor for each photo."""

import asyncio
import time


def copy(photo):
    time.sleep(0.1)  # can only block
    print("copied photo", photo)


async def backup(photos):
    loop = asyncio.get_running_loop()
    for photo in photos:
        await loop.run_in_executor(None, copy, photo)


async def main():
    try:
        async with asyncio.timeout(0.25):
            await backup(range(1, 9))
    except TimeoutError:
        print("stopped")


asyncio.run(main())
