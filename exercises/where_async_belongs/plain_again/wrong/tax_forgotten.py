"""For tea at 4 and rolls at 2, `receipt` makes ['tea: 4.00', 'rolls: 2.00']."""

import asyncio

PRICES = {"tea": 4, "rolls": 2}


async def fetch_price(item):
    await asyncio.sleep(0.1)  # the shop takes its time
    return PRICES[item]


def receipt(prices):
    return "\n".join(f"{i}: {p:.2f}" for i, p in prices.items())


async def main():
    prices = {i: await fetch_price(i) for i in ["tea", "rolls"]}
    print(receipt(prices))


asyncio.run(main())
