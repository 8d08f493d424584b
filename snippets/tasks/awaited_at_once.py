"""Each task is awaited before the next one is made."""

import asyncio
import time


async def fetch(page):
    await asyncio.sleep(0.2)  # a server takes its time
    return f"<{page}>"


async def main():
    for page in ["news", "shop", "help"]:
        task = asyncio.create_task(fetch(page), name=page)
        print(await task)


start = time.perf_counter()
asyncio.run(main())
print(f"{time.perf_counter() - start:.1f} s")
