"""Tasks, each awaited in its own try."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError("closed")
    return f"{shop}: {price}"


async def report(shops):
    tasks = [(shop, asyncio.create_task(ask(shop, *rest))) for shop, *rest in shops]
    for shop, task in tasks:
        try:
            print(await task)
        except ConnectionError as error:
            print(f"{shop}: {error}")


SHOPS = [("corner", 0.3, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(report(SHOPS))
