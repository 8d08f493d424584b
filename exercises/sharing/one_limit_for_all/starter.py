"""Let at most two downloads run at once, and leave no slot idle."""

import asyncio

# The checks use this name: keep it.
SECONDS = {"a.jpg": 0.4, "b.jpg": 0.1, "c.jpg": 0.1, "d.jpg": 0.2}


# The checks use this: leave it as it is.
async def fetch(name):
    await asyncio.sleep(SECONDS[name])  # stands in for the network
    print("got", name)


async def download(name):
    limit = asyncio.Semaphore(2)
    async with limit:
        await fetch(name)


async def main():
    async with asyncio.TaskGroup() as group:
        for name in SECONDS:
            group.create_task(download(name))


asyncio.run(main())
