"""asyncio.wait doesn't cancel what it waits for."""

import asyncio
import time


def write(text):
    time.sleep(0.3)  # can only block
    print("written:", text)


async def save(text, lock):
    async with lock:
        call = asyncio.ensure_future(asyncio.to_thread(write, text))
        try:
            await asyncio.wait([call])
        finally:
            if not call.done():
                await asyncio.wait([call])
        call.result()


async def main():
    lock = asyncio.Lock()
    for text in ["first", "second"]:
        try:
            async with asyncio.timeout(0.2):
                await save(text, lock)
        except TimeoutError:
            print("late:", text)


asyncio.run(main())
