"""2 threads write the file at the same time."""

import asyncio
import time


# The checks use this: leave it as it is.
def write(text):
    time.sleep(0.3)  # can only block
    print("written:", text)


# The checks use this name: keep it.
async def save(text, lock):
    async with lock:
        try:
            await asyncio.to_thread(write, text)
        except asyncio.CancelledError:
            await asyncio.sleep(0.3)
            raise


async def main():
    lock = asyncio.Lock()
    for text in ["first", "second"]:
        try:
            async with asyncio.timeout(0.2):
                await save(text, lock)
        except TimeoutError:
            print("late:", text)


asyncio.run(main())
