"""A shop is asked only after another one has answered."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError("closed")
    return f"{shop}: {price}"


async def report(shops):
    for shop in shops:
        try:
            print(await ask(*shop))
        except ConnectionError:
            print(f"{shop[0]}: closed")


SHOPS = [("corner", 0.3, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(report(SHOPS))
