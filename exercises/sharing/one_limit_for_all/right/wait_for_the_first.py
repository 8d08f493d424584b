"""No more than two tasks are started."""

import asyncio

SECONDS = {"a.jpg": 0.4, "b.jpg": 0.1, "c.jpg": 0.1, "d.jpg": 0.2}


async def fetch(name):
    await asyncio.sleep(SECONDS[name])  # stands in for the network
    print("got", name)


async def main():
    running = set()
    for name in SECONDS:
        if len(running) == 2:
            _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        running.add(asyncio.create_task(fetch(name)))
    await asyncio.wait(running)


asyncio.run(main())
