"""Four downloads, of which at most two run at once."""

import asyncio

limit = asyncio.Semaphore(2)
SECONDS = {"a.jpg": 0.4, "b.jpg": 0.1, "c.jpg": 0.1, "d.jpg": 0.3}


async def download(name):
    async with limit:
        print("begin", name)
        await asyncio.sleep(SECONDS[name])  # stands for the network
        print("end  ", name)


async def main():
    async with asyncio.TaskGroup() as group:
        for name in SECONDS:
            group.create_task(download(name), name=name)


asyncio.run(main())
