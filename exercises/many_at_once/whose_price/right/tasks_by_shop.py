"""A dictionary of tasks."""

import asyncio

SHOPS = {"corner": (0.3, 12), "market": (0.1, 15), "mill": (0.2, 9)}


async def ask(shop):
    seconds, price = SHOPS[shop]
    await asyncio.sleep(seconds)
    return price


async def compare(shops):
    tasks = {shop: asyncio.create_task(ask(shop)) for shop in shops}
    for shop, task in tasks.items():
        print(shop, await task)


asyncio.run(compare(["corner", "market", "mill"]))
