"""With a later bell, the door opens 0.01 s after the bell."""

import asyncio
import time

# The checks use this name: keep it.
SECONDS = 0.2  # until someone rings


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
    while not rung.is_set():
        await asyncio.sleep(0.01)
    print("come in")


async def main():
    rung = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(bake())
        group.create_task(asyncio.to_thread(ring, rung))
        group.create_task(open_door(rung))


asyncio.run(main())
