"""The items are loaded with await, and then only looked at."""

import asyncio


async def load_items():
    await asyncio.sleep(0.1)  # the database is at work
    return ["lamp"]


class Order:
    items = None

    async def load(self):
        self.items = await load_items()


async def main():
    order = Order()
    await order.load()
    print(order.items)
    #> ['lamp']


asyncio.run(main())
