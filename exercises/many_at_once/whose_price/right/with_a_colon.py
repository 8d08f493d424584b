"""A group, and another format."""

import asyncio

SHOPS = {"corner": (0.3, 12), "market": (0.1, 15), "mill": (0.2, 9)}


async def ask(shop):
    seconds, price = SHOPS[shop]
    await asyncio.sleep(seconds)
    return price


async def compare(shops):
    async with asyncio.TaskGroup() as group:
        tasks = {s: group.create_task(ask(s)) for s in shops}
    for s, t in tasks.items():
        print(f"{s}: {t.result()}")


asyncio.run(compare(["corner", "market", "mill"]))
