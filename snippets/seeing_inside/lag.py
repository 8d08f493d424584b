"""Measure how late the loop is."""

import asyncio
import time


async def watch(every=0.1, limit=0.2):
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + every
        await asyncio.sleep(every)
        late = loop.time() - due
        if late > limit:
            print(f"the loop was blocked for about {late:.1f} s")


async def answer(name, seconds):
    await asyncio.sleep(0.25)  # stands in for a request
    time.sleep(seconds)  # stands in for computing
    print(f"{name} has an answer")


async def main():
    watching = asyncio.create_task(watch())
    async with asyncio.TaskGroup() as group:
        group.create_task(answer("Ada", 0.0))
        group.create_task(answer("Bo", 0.35))
    await asyncio.sleep(0.1)
    watching.cancel()


asyncio.run(main())
