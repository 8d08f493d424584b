"""Each request ends a task, and another one is started."""

import asyncio


async def work():
    for _ in range(3):
        await asyncio.sleep(0.02)


async def main():
    for _ in range(4):
        task = asyncio.create_task(work())
        await asyncio.sleep(0.03)
        task.cancel()
        await asyncio.wait([task])


asyncio.run(main())
