"""It takes 0.6 s, where 0.4 s is enough: a download waits although there is a place for it."""

import asyncio

SECONDS = {"a.jpg": 0.4, "b.jpg": 0.1, "c.jpg": 0.1, "d.jpg": 0.2}


async def fetch(name):
    await asyncio.sleep(SECONDS[name])  # stands in for the network
    print("got", name)


async def download(name):
    await fetch(name)


async def main():
    names = list(SECONDS)
    await asyncio.gather(download(names[0]), download(names[1]))
    await asyncio.gather(download(names[2]), download(names[3]))


asyncio.run(main())
