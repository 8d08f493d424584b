"""All prices at once, with gather and zip."""

import asyncio

PRICES = {"tea": 4, "rolls": 2}


async def fetch_price(item):
    await asyncio.sleep(0.1)  # the shop takes its time
    return PRICES[item]


def receipt(prices):
    return "\n".join(f"{i}: {p * 1.1:.2f}" for i, p in prices.items())


async def main():
    items = ["tea", "rolls"]
    prices = await asyncio.gather(*[fetch_price(item) for item in items])
    print(receipt(dict(zip(items, prices))))


asyncio.run(main())
