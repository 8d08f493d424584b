"""When its task is cancelled, `save` doesn't raise CancelledError."""

import asyncio
import time


def write(text):
    time.sleep(0.3)  # can only block
    print("written:", text)


async def save(text, lock):
    async with lock:
        call = asyncio.create_task(asyncio.to_thread(write, text))
        try:
            await asyncio.shield(call)
        except asyncio.CancelledError:
            await call


async def main():
    lock = asyncio.Lock()
    for text in ["first", "second"]:
        try:
            async with asyncio.timeout(0.2):
                await save(text, lock)
        except TimeoutError:
            print("late:", text)


asyncio.run(main())
