"""Start all the tasks first, then await them: now they overlap."""

import asyncio
import time


async def fetch(page):
    await asyncio.sleep(0.2)  # a server takes its time
    return f"<{page}>"


async def main():
    tasks = []
    for page in ["news", "shop", "help"]:
        tasks.append(asyncio.create_task(fetch(page), name=page))
    for task in tasks:
        print(await task)


start = time.perf_counter()
asyncio.run(main())
print(f"{time.perf_counter() - start:.1f} s")
