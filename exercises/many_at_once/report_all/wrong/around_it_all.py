"""There is no line 'corner: 12'."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError("closed")
    return f"{shop}: {price}"


async def report(shops):
    try:
        for line in await asyncio.gather(*[ask(*shop) for shop in shops]):
            print(line)
    except ConnectionError:
        print("market: closed")


SHOPS = [("corner", 0.3, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(report(SHOPS))
