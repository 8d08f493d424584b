"""A plain program that keeps one connection over many calls."""

import asyncio
from contextlib import contextmanager


class Shop:
    async def open(self):
        await asyncio.sleep(0.1)  # the shop takes its time
        print("connected")

    async def ask(self, item):
        await asyncio.sleep(0.1)
        return len(item)

    async def close(self):
        await asyncio.sleep(0.1)
        print("closed")


@contextmanager
def plain_shop():
    shop = Shop()
    with asyncio.Runner() as runner:
        runner.run(shop.open())
        try:
            yield lambda item: runner.run(shop.ask(item))
        finally:
            runner.run(shop.close())


with plain_shop() as ask:  # no async from here on
    print("tea:", ask("tea"))
    print("rolls:", ask("rolls"))
