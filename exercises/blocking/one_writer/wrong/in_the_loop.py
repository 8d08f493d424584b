"""Writing blocks the loop: leave it to a thread."""

import asyncio
import time


def write(text):
    time.sleep(0.3)  # can only block
    print("written:", text)


async def save(text, lock):
    async with lock:
        write(text)


async def main():
    lock = asyncio.Lock()
    for text in ["first", "second"]:
        try:
            async with asyncio.timeout(0.2):
                await save(text, lock)
        except TimeoutError:
            print("late:", text)


asyncio.run(main())
