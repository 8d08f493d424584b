"""Keep the lock until the thread is done, even if you are cancelled."""

import asyncio
import time


async def in_thread_to_its_end(function, *args):
    call = asyncio.create_task(asyncio.to_thread(function, *args))
    try:
        return await asyncio.shield(call)
    except asyncio.CancelledError:
        await asyncio.wait([call])
        raise


def write(name):
    print(name, "begins to write")
    time.sleep(0.3)  # a call that blocks
    print(name, "has written")


async def save(name, lock):
    try:
        async with asyncio.timeout(0.2), lock:
            await in_thread_to_its_end(write, name)
    except TimeoutError:
        print(name, "gave up waiting")


async def main():
    lock = asyncio.Lock()
    await save("Ada", lock)
    await save("Bob", lock)


asyncio.run(main())
