"""With other pages, no lane is called '/about'. The lanes are: '/', '/news'."""

import asyncio

# The checks use this name: keep it.
PAGES = {"/": 0.1, "/news": 0.3, "/map": 0.2}


async def load(path):
    await asyncio.sleep(PAGES[path])


async def main():
    names = iter(["/", "/news", "/map"])
    async with asyncio.TaskGroup() as group:
        for path in PAGES:
            group.create_task(load(path), name=next(names))
    print("all loaded")


asyncio.run(main())
