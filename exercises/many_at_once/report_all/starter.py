"""Ask at once; print `mill: 9`, on ConnectionError `mill: closed`."""

import asyncio


# The checks use this: leave it as it is.
async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError("closed")
    return f"{shop}: {price}"


async def report(shops):
    for line in await asyncio.gather(*[ask(*shop) for shop in shops]):
        print(line)


# The checks use this name: keep it.
SHOPS = [("corner", 0.3, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(report(SHOPS))
