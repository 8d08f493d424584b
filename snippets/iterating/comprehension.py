"""Comprehensions can wait, and they wait for one thing at a time."""

import asyncio
import time


async def price(shop):
    await asyncio.sleep(0.1)  # the shop looks it up
    return len(shop)


async def shops():
    for shop in ["mill", "market", "dairy"]:
        await asyncio.sleep(0.1)  # the name is on its way
        yield shop


async def main():
    start = time.perf_counter()
    names = [shop async for shop in shops() if shop != "dairy"]
    print(names)
    #> ['mill', 'market']
    print({shop: await price(shop) for shop in names})
    #> {'mill': 4, 'market': 6}
    print(f"{time.perf_counter() - start:.1f} s")
    #> 0.5 s


asyncio.run(main())
