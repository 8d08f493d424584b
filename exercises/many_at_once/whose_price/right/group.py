"""A TaskGroup whose tasks print."""

import asyncio

SHOPS = {"corner": (0.3, 12), "market": (0.1, 15), "mill": (0.2, 9)}


async def ask(shop):
    seconds, price = SHOPS[shop]
    await asyncio.sleep(seconds)
    return price


async def print_price(shop: str) -> None:
    price = await ask(shop)
    print(f"{shop} {price}")


async def compare(shops: list[str]) -> None:
    async with asyncio.TaskGroup() as group:
        for shop in shops:
            group.create_task(print_price(shop), name=shop)


asyncio.run(compare(["corner", "market", "mill"]))
