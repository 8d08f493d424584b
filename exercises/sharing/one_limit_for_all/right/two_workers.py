"""Two workers and a list."""

import asyncio

SECONDS = {"a.jpg": 0.4, "b.jpg": 0.1, "c.jpg": 0.1, "d.jpg": 0.2}


async def fetch(name):
    await asyncio.sleep(SECONDS[name])  # stands in for the network
    print("got", name)


async def worker(names):
    while names:
        await fetch(names.pop(0))


async def main():
    names = list(SECONDS)
    await asyncio.gather(worker(names), worker(names))


asyncio.run(main())
