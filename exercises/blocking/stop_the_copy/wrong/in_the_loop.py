"""No line says "stopped"."""

import asyncio
import time


def copy(photo):
    time.sleep(0.1)  # can only block
    print("copied photo", photo)


async def backup(photos):
    for photo in photos:
        copy(photo)


async def main():
    try:
        async with asyncio.timeout(0.25):
            await backup(range(1, 9))
    except TimeoutError:
        print("stopped")


asyncio.run(main())
