"""Awaited late."""

import asyncio


async def notify():
    raise ConnectionError


async def main():
    task = asyncio.create_task(notify())
    await asyncio.sleep(0.05)
    try:
        await task
    except ConnectionError:
        print("failed")


asyncio.run(main())
