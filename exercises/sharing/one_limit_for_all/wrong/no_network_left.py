"""With other pictures, a.jpg arrives too early: it should take 0.1 s."""

import asyncio

# The checks use this name: keep it.
SECONDS = {"a.jpg": 0.4, "b.jpg": 0.1, "c.jpg": 0.1, "d.jpg": 0.2}


# The checks use this name: keep it.
async def fetch(name):
    await asyncio.sleep(0)
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
