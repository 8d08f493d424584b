"""Give the lane of each page the name of the page."""

import asyncio

# The checks use this name: keep it.
PAGES = {"/": 0.1, "/news": 0.3, "/map": 0.2}


async def load(path):
    await asyncio.sleep(PAGES[path])


async def main():
    loads = [asyncio.create_task(load(path), name=path) for path in PAGES]
    await asyncio.gather(*loads)
    print("all loaded")


asyncio.run(main())
