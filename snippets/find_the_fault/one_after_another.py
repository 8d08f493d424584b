"""Five pages, each of which takes 0.2 s."""

import asyncio
import time


async def load(page):
    await asyncio.sleep(0.2)
    return f"page {page}"


async def load_all(pages):
    found = []
    for page in pages:
        task = asyncio.create_task(load(page), name=f"page {page}")
        found.append(await task)
    return found


async def main():
    start = time.monotonic()
    pages = await load_all(range(1, 6))
    print(f"{len(pages)} pages in {time.monotonic() - start:.1f} s")


asyncio.run(main())
