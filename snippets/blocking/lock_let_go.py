"""A timeout releases the lock while the thread is still writing."""

import asyncio
import time


def write(name):
    print(name, "begins to write")
    time.sleep(0.3)  # a call that blocks
    print(name, "has written")


async def save(name, lock):
    try:
        async with asyncio.timeout(0.2), lock:
            await asyncio.to_thread(write, name)
    except TimeoutError:
        print(name, "gave up")


async def main():
    lock = asyncio.Lock()
    await save("Ada", lock)
    await save("Bob", lock)


asyncio.run(main())
