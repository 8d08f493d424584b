"""An object has the limit, and downloads."""

import asyncio

SECONDS = {"a.jpg": 0.4, "b.jpg": 0.1, "c.jpg": 0.1, "d.jpg": 0.2}


async def fetch(name):
    await asyncio.sleep(SECONDS[name])  # stands in for the network
    print("got", name)


class Downloads:
    def __init__(self, at_once):
        self.places = asyncio.BoundedSemaphore(at_once)

    async def get(self, name):
        async with self.places:
            await fetch(name)


async def main():
    downloads = Downloads(2)
    await asyncio.gather(*[downloads.get(name) for name in SECONDS])


asyncio.run(main())
