"""The corner asks 12, but no line says 'corner 12'."""

import asyncio

SHOPS = {"corner": (0.3, 12), "market": (0.1, 15), "mill": (0.2, 9)}


async def ask(shop):
    seconds, price = SHOPS[shop]
    await asyncio.sleep(seconds)
    return price


async def compare(shops):
    tasks = [asyncio.create_task(ask(shop)) for shop in shops]
    done, pending = await asyncio.wait(tasks)
    prices = sorted(task.result() for task in done)
    for shop, price in zip(shops, prices):
        print(shop, price)


asyncio.run(compare(["corner", "market", "mill"]))
