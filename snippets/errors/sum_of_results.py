"""The sum awaits the price first."""

import asyncio


async def price(item):
    await asyncio.sleep(0.1)
    return 100


async def main():
    print("with tax:", await price("lamp") * 1.2)
    #> with tax: 120.0


asyncio.run(main())
