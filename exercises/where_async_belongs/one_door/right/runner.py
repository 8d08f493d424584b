"""A Runner, and tasks that fill a dictionary."""

import asyncio

SHOPS = {"the mill": 0.3, "the market": 0.1, "the corner shop": 0.2}


async def fetch_price(shop):
    await asyncio.sleep(SHOPS[shop])  # the shop takes its time
    return len(shop)


async def fetch_into(prices, shop):
    prices[shop] = await fetch_price(shop)


async def fetch_all(shops):
    prices = {}
    await asyncio.wait([asyncio.create_task(fetch_into(prices, s)) for s in shops])
    return prices


def cheapest(shops):
    with asyncio.Runner() as runner:
        prices = runner.run(fetch_all(shops))
    return sorted(prices.items(), key=lambda pair: pair[1])[0][0]


if __name__ == "__main__":
    print(cheapest(SHOPS))
