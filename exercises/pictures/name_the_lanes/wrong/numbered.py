"""No lane is called '/'. The lanes are: 'page 1', 'page 2', 'page 3'."""

import asyncio

# The checks use this name: keep it.
PAGES = {"/": 0.1, "/news": 0.3, "/map": 0.2}


async def load(path):
    await asyncio.sleep(PAGES[path])


async def main():
    async with asyncio.TaskGroup() as group:
        for number, path in enumerate(PAGES, start=1):
            group.create_task(load(path), name=f"page {number}")
    print("all loaded")


asyncio.run(main())
