"""When `ask` takes a different time and returns a different price from `SHOPS`, some line doesn't have the price that `ask` returned for its shop."""

import asyncio

SHOPS = {"corner": (0.3, 12), "market": (0.1, 15), "mill": (0.2, 9)}


async def ask(shop):
    seconds, price = SHOPS[shop]
    await asyncio.sleep(seconds)
    return price


async def compare(shops):
    answers = asyncio.as_completed([ask(shop) for shop in shops])
    for shop, answer in zip(sorted(shops, key=SHOPS.get), answers):
        print(shop, await answer)


asyncio.run(compare(["corner", "market", "mill"]))
