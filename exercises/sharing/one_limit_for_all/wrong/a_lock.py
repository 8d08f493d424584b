"""It takes 0.8 s, where 0.4 s is enough: a download waits although there is a place for it."""

import asyncio

SECONDS = {"a.jpg": 0.4, "b.jpg": 0.1, "c.jpg": 0.1, "d.jpg": 0.2}


async def fetch(name):
    await asyncio.sleep(SECONDS[name])  # stands in for the network
    print("got", name)


limit = asyncio.Lock()


async def download(name):
    async with limit:
        await fetch(name)


async def main():
    async with asyncio.TaskGroup() as group:
        for name in SECONDS:
            group.create_task(download(name))


asyncio.run(main())
