"""`receipt` is still a coroutine function: calling it doesn't return text."""

import asyncio

PRICES = {"tea": 4, "rolls": 2}


async def fetch_price(item):
    await asyncio.sleep(0.1)  # the shop takes its time
    return PRICES[item]


async def receipt(prices):
    lines = [f"{item}: {p * 1.1:.2f}" for item, p in prices.items()]
    return "\n".join(lines)


async def main():
    prices = {i: await fetch_price(i) for i in ["tea", "rolls"]}
    print(await receipt(prices))


asyncio.run(main())
