"""Ask all shops at once, and keep `cheapest` a plain function."""

import asyncio

# The checks use this name: keep it.
SHOPS = {"the mill": 0.3, "the market": 0.1, "the corner shop": 0.2}


async def fetch_price(shop):
    await asyncio.sleep(SHOPS[shop])  # the shop takes its time
    return len(shop)


async def fetch_all(shops):
    return await asyncio.gather(*[fetch_price(shop) for shop in shops])


# The checks use this name: keep it.
def cheapest(shops):
    prices = dict(zip(shops, asyncio.run(fetch_all(shops))))
    return min(prices, key=prices.get)


print(cheapest(SHOPS))
