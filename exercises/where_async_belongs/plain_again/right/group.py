"""A TaskGroup, and a separate function that asks."""

import asyncio

PRICES = {"tea": 4, "rolls": 2}


async def fetch_price(item):
    await asyncio.sleep(0.1)  # the shop takes its time
    return PRICES[item]


def line(item, price):
    return f"{item}: {price * 1.1:.2f}"


def receipt(prices):
    return "\n".join(map(line, prices.keys(), prices.values()))


async def ask(items):
    async with asyncio.TaskGroup() as group:
        tasks = {i: group.create_task(fetch_price(i)) for i in items}
    return {item: task.result() for item, task in tasks.items()}


async def main():
    print(receipt(await ask(["tea", "rolls"])))


if __name__ == "__main__":
    asyncio.run(main())
