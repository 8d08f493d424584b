"""A TaskGroup, inside of cheapest."""

import asyncio

SHOPS = {"the mill": 0.3, "the market": 0.1, "the corner shop": 0.2}


async def fetch_price(shop):
    await asyncio.sleep(SHOPS[shop])  # the shop takes its time
    return len(shop)


def cheapest(shops):
    async def ask():
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(fetch_price(s)) for s in shops]
        return [task.result() for task in tasks]

    prices = asyncio.run(ask())
    return min(zip(prices, shops))[1]


def main():
    print(cheapest(list(SHOPS)))


main()
