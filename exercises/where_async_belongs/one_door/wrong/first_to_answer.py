"""The mill is the cheapest, but the program prints ['the market']."""

import asyncio

SHOPS = {"the mill": 0.3, "the market": 0.1, "the corner shop": 0.2}


async def fetch_price(shop):
    await asyncio.sleep(SHOPS[shop])  # the shop takes its time
    return len(shop)


async def first(shops):
    async def ask(shop):
        await fetch_price(shop)
        return shop

    for answer in asyncio.as_completed([ask(shop) for shop in shops]):
        return await answer


def cheapest(shops):
    return asyncio.run(first(shops))


print(cheapest(SHOPS))
