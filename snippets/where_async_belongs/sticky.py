# /// script
# [tool.lab]
# masks = ["folder"]
# dev_mode = { on = false, reason = "the warning is part of the lesson" }
# ///
"""A plain function that a coroutine calls can't wait for another."""

import asyncio


async def fetch_price(item):
    await asyncio.sleep(0.1)  # asks a shop
    return 100


def price_with_tax(item):
    return fetch_price(item) * 1.2


async def main():
    try:
        print(price_with_tax("lamp"))
    except TypeError as error:
        print("TypeError:", error)


asyncio.run(main())
