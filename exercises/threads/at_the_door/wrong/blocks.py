"""Something blocks the loop for 0.20 s."""

import asyncio
import threading
import time

SECONDS = 0.2


def ring(rung):  # in a thread
    time.sleep(SECONDS)
    print("ding dong")
    rung.set()
    time.sleep(0.6)  # and cleans the shoes
    print("clean shoes")


async def bake():
    await asyncio.sleep(1)
    print("the cake is ready")


async def open_door(rung):
    await asyncio.sleep(0)
    rung.wait()
    print("come in")


async def main():
    rung = threading.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(bake())
        group.create_task(asyncio.to_thread(ring, rung))
        group.create_task(open_door(rung))


asyncio.run(main())
