"""A task passes over the request to cancel."""

import asyncio


async def work():
    for _ in range(8):
        try:
            await asyncio.sleep(0.02)
        except asyncio.CancelledError:
            pass


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.05)
    task.cancel()
    await task


asyncio.run(main())
