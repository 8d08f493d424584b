"""2 threads write the file at the same time."""

import asyncio
import time


def write(text):
    time.sleep(0.3)  # can only block
    print("written:", text)


async def save(text, lock):
    async with lock:
        await asyncio.to_thread(write, text)


async def main():
    lock = asyncio.Lock()
    for text in ["first", "second"]:
        try:
            await save(text, lock)
        except TimeoutError:
            print("late:", text)


asyncio.run(main())
