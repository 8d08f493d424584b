"""A shop is asked only after another one has answered."""

import asyncio

SHOPS = {"corner": (0.3, 12), "market": (0.1, 15), "mill": (0.2, 9)}


async def ask(shop):
    seconds, price = SHOPS[shop]
    await asyncio.sleep(seconds)
    return price


async def compare(shops):
    for shop in shops:
        print(shop, await asyncio.create_task(ask(shop)))


asyncio.run(compare(["corner", "market", "mill"]))
