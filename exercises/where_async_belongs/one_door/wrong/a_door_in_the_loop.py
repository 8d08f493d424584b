"""The program ends with RuntimeError at line 14: asyncio.run() cannot be called from a running event loop."""

import asyncio

SHOPS = {"the mill": 0.3, "the market": 0.1, "the corner shop": 0.2}


async def fetch_price(shop):
    await asyncio.sleep(SHOPS[shop])  # the shop takes its time
    return len(shop)


def price(shop):
    return asyncio.run(fetch_price(shop))


async def main(shops):
    return min(shops, key=price)


def cheapest(shops):
    return asyncio.run(main(shops))


print(cheapest(SHOPS))
