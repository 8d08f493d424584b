"""ask itself says that it is closed; they print as they come."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        return f"{shop}: closed"
    return f"{shop}: {price}"


async def report(shops):
    for answer in asyncio.as_completed([ask(*shop) for shop in shops]):
        print(await answer)


SHOPS = [("corner", 0.3, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
if __name__ == "__main__":
    asyncio.run(report(SHOPS))
