"""`cheapest` is a coroutine function now: everything that calls it would have to change."""

import asyncio

SHOPS = {"the mill": 0.3, "the market": 0.1, "the corner shop": 0.2}


async def fetch_price(shop):
    await asyncio.sleep(SHOPS[shop])  # the shop takes its time
    return len(shop)


async def cheapest(shops):
    prices = await asyncio.gather(*[fetch_price(s) for s in shops])
    return min(zip(prices, shops))[1]


print(asyncio.run(cheapest(SHOPS)))
