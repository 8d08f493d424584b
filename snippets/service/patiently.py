"""A worker keeps its result until the database takes it."""

import asyncio
import time

full_until = 1.0
saved = []


async def save(page):
    if time.monotonic() - start < full_until:
        raise OSError("no space left on device")
    saved.append(page)


async def patiently(call, *args):
    while True:
        try:
            return await call(*args)
        except OSError as error:
            print(f"not saved: {error}")
            await asyncio.sleep(0.4)


async def work(page):
    await asyncio.sleep(0.1)
    await patiently(save, page)
    print(f"{page} saved after {time.monotonic() - start:.1f} s")


start = time.monotonic()
asyncio.run(work("/news"))
