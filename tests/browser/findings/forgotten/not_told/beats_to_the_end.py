"""Beats to the end."""

import asyncio


async def beat():
    while True:
        await asyncio.sleep(0.01)


async def main():
    beating = asyncio.create_task(beat())
    await asyncio.sleep(0.08)


asyncio.run(main())
