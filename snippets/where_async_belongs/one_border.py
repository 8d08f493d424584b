"""A plain program steps into async once, and out again."""

import asyncio


async def fetch_price(item):
    await asyncio.sleep(0.2)  # stands for a question to a shop
    return len(item) * 10


async def fetch_prices(items):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(fetch_price(item)) for item in items]
    return [task.result() for task in tasks]


def main():
    items = ["lamp", "chair", "bookshelf"]
    prices = asyncio.run(fetch_prices(items))
    for item, price in zip(items, prices):
        print(item, price)
    print("total", sum(prices))


main()
