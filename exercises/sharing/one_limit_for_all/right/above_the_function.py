"""One semaphore, above the functions."""

import asyncio

SECONDS = {"a.jpg": 0.4, "b.jpg": 0.1, "c.jpg": 0.1, "d.jpg": 0.2}


async def fetch(name):
    await asyncio.sleep(SECONDS[name])  # stands in for the network
    print("got", name)


limit = asyncio.Semaphore(2)


async def download(name):
    async with limit:
        await fetch(name)


async def main():
    async with asyncio.TaskGroup() as group:
        for name in SECONDS:
            group.create_task(download(name))


asyncio.run(main())
