"""A loop of its own, in the way of 2015, closed."""

import asyncio

SHOPS = {"the mill": 0.3, "the market": 0.1, "the corner shop": 0.2}


async def fetch_price(shop):
    await asyncio.sleep(SHOPS[shop])  # the shop takes its time
    return len(shop)


def cheapest(shops):
    loop = asyncio.new_event_loop()
    try:
        tasks = [loop.create_task(fetch_price(shop)) for shop in shops]
        prices = [loop.run_until_complete(task) for task in tasks]
    finally:
        loop.close()
    return min(shops, key=dict(zip(shops, prices)).__getitem__)


print(cheapest(SHOPS))
