"""Three loaders wait half a second in all, and the clock stops."""

import asyncio
import time


async def load_news():
    await asyncio.sleep(0.2)
    return "news"


async def load_mail():
    await asyncio.sleep(0.1)
    time.sleep(0.5)
    return "mail"


async def load_map():
    await asyncio.sleep(0.3)
    return "map"


async def tick():
    while True:
        await asyncio.sleep(0.1)
        print(f"{time.monotonic() - start:.1f} s")


async def main():
    ticking = asyncio.create_task(tick())
    await asyncio.gather(load_news(), load_mail(), load_map())
    ticking.cancel()


start = time.monotonic()
asyncio.run(main())
