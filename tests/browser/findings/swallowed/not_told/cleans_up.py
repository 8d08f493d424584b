"""A task cleans up, in several waits."""

import asyncio


async def work():
    try:
        while True:
            await asyncio.sleep(0.02)
    finally:
        for _ in range(4):
            await asyncio.sleep(0.01)


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.05)
    task.cancel()
    await asyncio.wait([task])


asyncio.run(main())
