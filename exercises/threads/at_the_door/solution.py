"""Open the door as soon as the bell rings."""

import asyncio
import time

# The checks use this name: keep it.
SECONDS = 0.2  # until someone rings


def ring(rung, loop):  # in a thread
    time.sleep(SECONDS)
    print("ding dong")
    loop.call_soon_threadsafe(rung.set)
    time.sleep(0.6)  # and cleans the shoes
    print("clean shoes")


async def bake():
    await asyncio.sleep(1)
    print("the cake is ready")


async def open_door(rung):
    await rung.wait()
    print("come in")


async def main():
    rung = asyncio.Event()
    loop = asyncio.get_running_loop()
    async with asyncio.TaskGroup() as group:
        group.create_task(bake())
        group.create_task(asyncio.to_thread(ring, rung, loop))
        group.create_task(open_door(rung))


asyncio.run(main())
