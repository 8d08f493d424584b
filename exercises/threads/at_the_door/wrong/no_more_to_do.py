"""The shoes are clean 0.00 s after the bell. That takes 0.6 s: don't hurry the guest."""

import asyncio
import time

SECONDS = 0.2


def ring(rung):  # in a thread
    time.sleep(SECONDS)
    print("ding dong")
    rung.set()
    print("clean shoes")


async def bake():
    await asyncio.sleep(1)
    print("the cake is ready")


async def open_door(rung):
    await rung.wait()
    print("come in")


async def main():
    rung = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(bake())
        group.create_task(asyncio.to_thread(ring, rung))
        group.create_task(open_door(rung))


asyncio.run(main())
