"""Code that needs only values stays plain and runs without a loop."""

import asyncio


async def fetch_price(item):
    await asyncio.sleep(0.1)  # asks a shop
    return 100


def with_tax(price):
    return price * 1.2


def price_tag(item, price):
    return f"{item}: {with_tax(price):.2f} euros"


async def main():
    price = await fetch_price("lamp")
    print(price_tag("lamp", price))


print(price_tag("test", 10))  # no loop, no shop, no waiting
asyncio.run(main())
