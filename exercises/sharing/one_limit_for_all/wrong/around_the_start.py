"""4 downloads run at the same time, but only two are allowed."""

import asyncio

SECONDS = {"a.jpg": 0.4, "b.jpg": 0.1, "c.jpg": 0.1, "d.jpg": 0.2}


async def fetch(name):
    await asyncio.sleep(SECONDS[name])  # stands in for the network
    print("got", name)


async def download(name):
    await fetch(name)


async def main():
    limit = asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as group:
        for name in SECONDS:
            async with limit:
                group.create_task(download(name))


asyncio.run(main())
