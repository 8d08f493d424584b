"""With other prices and times, it prints ['market 7', 'mill 6', 'corner 8']."""

import asyncio

SHOPS = {"corner": (0.3, 12), "market": (0.1, 15), "mill": (0.2, 9)}


async def ask(shop):
    seconds, price = SHOPS[shop]
    await asyncio.sleep(seconds)
    return price


async def compare(shops):
    answers = asyncio.as_completed([ask(shop) for shop in shops])
    for shop, answer in zip(["market", "mill", "corner"], answers):
        print(shop, await answer)


asyncio.run(compare(["corner", "market", "mill"]))
