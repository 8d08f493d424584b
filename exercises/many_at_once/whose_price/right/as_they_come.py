"""Each answer knows its shop."""

import asyncio

SHOPS = {"corner": (0.3, 12), "market": (0.1, 15), "mill": (0.2, 9)}


async def ask(shop):
    seconds, price = SHOPS[shop]
    await asyncio.sleep(seconds)
    return price


async def ask_and_name(shop):
    return shop, await ask(shop)


async def compare(shops):
    for answer in asyncio.as_completed([ask_and_name(shop) for shop in shops]):
        print(*await answer)


asyncio.run(compare(["corner", "market", "mill"]))
