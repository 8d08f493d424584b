"""One async function makes each function above it async, too."""

import asyncio


async def fetch_price(item):
    await asyncio.sleep(0.1)  # asks a shop
    return 100


async def price_with_tax(item):
    return await fetch_price(item) * 1.2


async def price_tag(item):
    return f"{item}: {await price_with_tax(item):.2f} euros"


async def main():
    print(await price_tag("lamp"))
    #> lamp: 120.00 euros


asyncio.run(main())
