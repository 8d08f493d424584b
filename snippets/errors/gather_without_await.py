"""What `gather` returns is used as if it were the results."""

import asyncio


async def price(amount):
    await asyncio.sleep(0.1)
    return amount


async def main():
    prices = asyncio.gather(price(40), price(60))
    try:
        print(prices[0])
    except TypeError as error:
        print("TypeError:", error)
        #> TypeError: '_GatheringFuture' object is not subscriptable
    await prices


asyncio.run(main())
