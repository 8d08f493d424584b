"""Own function."""

import asyncio


async def price(item):
    await asyncio.sleep(0.02)
    return item


async def main():
    print(sum([await price(item) for item in range(12)]))


asyncio.run(main())
