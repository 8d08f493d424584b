"""Four downloads, at most two of them at once."""

import asyncio

SECONDS = {"a.jpg": 0.4, "b.jpg": 0.1, "c.jpg": 0.1, "d.jpg": 0.3}


async def download(name, limit):
    async with limit:
        print("begin", name)
        await asyncio.sleep(SECONDS[name])  # the network takes its time
        print("end  ", name)


async def main():
    limit = asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as group:
        for name in SECONDS:
            group.create_task(download(name, limit), name=name)


asyncio.run(main())
