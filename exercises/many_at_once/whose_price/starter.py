"""Print each shop with its own price, in the time of one question."""

import asyncio

# The checks use this name: keep it.
SHOPS = {"corner": (0.3, 12), "market": (0.1, 15), "mill": (0.2, 9)}


# The checks use this: leave it as it is.
async def ask(shop):
    seconds, price = SHOPS[shop]
    await asyncio.sleep(seconds)
    return price


async def compare(shops):
    answers = asyncio.as_completed([ask(shop) for shop in shops])
    for shop, answer in zip(shops, answers):
        print(shop, await answer)


asyncio.run(compare(["corner", "market", "mill"]))
