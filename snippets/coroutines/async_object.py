"""An object that has to wait for something while it is made."""

import asyncio


class Shop:
    def __init__(self, name, prices):  # plain: it only stores values
        self.name = name
        self.prices = prices

    @classmethod
    async def ask(cls, name):
        return cls(name, await fetch_prices(name))

    async def order(self, item):
        await asyncio.sleep(0.1)  # the shop takes its time
        return f"{item} from {self.name}: {self.prices[item]}"


async def fetch_prices(name):
    await asyncio.sleep(0.1)  # the shop takes its time
    return {"tea": 4, "rolls": 2}


async def main():
    shop = await Shop.ask("the mill")
    print(await shop.order("tea"))
    #> tea from the mill: 4


asyncio.run(main())
