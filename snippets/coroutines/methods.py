"""A method may be a coroutine function, too."""

import asyncio


class Shop:
    def __init__(self, name):
        self.name = name

    async def ask(self, item):
        await asyncio.sleep(0.1)  # the shop takes its time
        return f"{self.name} has {item}"


async def main():
    shop = Shop("The mill")
    print(await shop.ask("tea"))
    #> The mill has tea


asyncio.run(main())
