"""A property can return something to await: a new one each time."""

import asyncio


class Shop:
    def __init__(self):
        self._task = None

    @property
    async def price(self):
        print("asking")
        await asyncio.sleep(0.1)  # the shop looks it up
        return 12

    @property
    def price_once(self):
        if self._task is None:
            self._task = asyncio.ensure_future(self.price)
        return self._task


async def main():
    shop = Shop()
    print(await shop.price + await shop.price)
    print(await shop.price_once + await shop.price_once)


asyncio.run(main())
