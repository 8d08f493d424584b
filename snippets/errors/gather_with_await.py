"""`await` gives the results."""

import asyncio


async def price(amount):
    await asyncio.sleep(0.1)
    return amount


async def main():
    prices = await asyncio.gather(price(40), price(60))
    print(prices[0])
    #> 40


asyncio.run(main())
