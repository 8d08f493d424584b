"""A plain program around one asyncio.run."""

import asyncio

PRICES = {"tea": 4, "rolls": 2}


async def fetch_price(item):
    await asyncio.sleep(0.1)  # the shop takes its time
    return PRICES[item]


def receipt(prices):
    return "\n".join(f"{i}: {p * 1.1:.2f}" for i, p in prices.items())


async def fetch_all(*items):
    return {item: await fetch_price(item) for item in items}


def main():
    print(receipt(asyncio.run(fetch_all("tea", "rolls"))))


main()
