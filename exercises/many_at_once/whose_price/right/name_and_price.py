"""`as_completed` for a coroutine that returns the name, too."""

import asyncio as aio

SHOPS = {"corner": (0.3, 12), "market": (0.1, 15), "mill": (0.2, 9)}


async def ask(shop: str) -> int:
    seconds, price = SHOPS[shop]
    await aio.sleep(seconds)
    return price


async def ask_with_name(shop: str) -> tuple[str, int]:
    return shop, await ask(shop)


async def compare_prices(shops: list[str]) -> None:
    for answer in aio.as_completed([ask_with_name(s) for s in shops]):
        shop, price = await answer
        print(shop, price)


if __name__ == "__main__":
    aio.run(compare_prices(list(SHOPS)))
