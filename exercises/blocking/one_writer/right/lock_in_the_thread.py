"""A lock of the thread's own, in the thread."""

import asyncio
import threading
import time

one_at_a_time = threading.Lock()


def write(text):
    time.sleep(0.3)  # can only block
    print("written:", text)


def write_alone(text):
    with one_at_a_time:
        write(text)


async def save(text, lock):
    async with lock:
        await asyncio.to_thread(write_alone, text)


async def main():
    lock = asyncio.Lock()
    for text in ["first", "second"]:
        try:
            async with asyncio.timeout(0.2):
                await save(text, lock)
        except TimeoutError:
            print("late:", text)


asyncio.run(main())
