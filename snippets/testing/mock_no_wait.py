"""Two customers buy: with a mock, and with one that really waits."""

import asyncio
from unittest.mock import AsyncMock


class Shop:
    def __init__(self, load_stock):
        self.load_stock = load_stock
        self.stock = None

    async def buy(self):
        if self.stock is None:
            self.stock = await self.load_stock()
        self.stock -= 1


async def slow_stock():
    await asyncio.sleep(0.1)
    return 10


async def two_buy(load_stock):
    shop = Shop(load_stock)
    async with asyncio.TaskGroup() as group:
        group.create_task(shop.buy())
        group.create_task(shop.buy())
    print("left:", shop.stock, "- loaded:", load_stock.await_count)


async def main():
    await two_buy(AsyncMock(return_value=10))
    await two_buy(AsyncMock(side_effect=slow_stock))


asyncio.run(main())
