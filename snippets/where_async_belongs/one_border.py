"""A plain program runs async code in a single place."""

import asyncio


async def fetch_price(item):
    await asyncio.sleep(0.2)  # asks a shop
    return len(item) * 10


async def fetch_prices(items):
    async with asyncio.TaskGroup() as group:
        tasks = {}
        for item in items:
            fetch = fetch_price(item)
            tasks[item] = group.create_task(fetch, name=item)
    return {item: task.result() for item, task in tasks.items()}


def main():
    prices = asyncio.run(fetch_prices(["lamp", "chair", "bookshelf"]))
    for item, price in prices.items():
        print(item, price)
    print("total", sum(prices.values()))


main()
