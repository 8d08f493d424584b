"""Caught where the shop is known."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError("closed")
    return f"{shop}: {price}"


async def report(shops):
    async def ask_one(shop):
        try:
            return await ask(*shop)
        except ConnectionError:
            return f"{shop[0]}: closed"

    for line in await asyncio.gather(*map(ask_one, shops)):
        print(line)


SHOPS = [("corner", 0.3, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(report(SHOPS))
