"""When one fails, `gather` raises, and the others continue."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    print(f"{shop}: answers")
    return price


async def main():
    try:
        prices = await asyncio.gather(
            ask("mill", 0.3, 12),
            ask("market", 0.1, None),
            ask("corner", 0.2, 9),
        )
        print(prices)
    except ConnectionError as error:
        print("main: no prices,", error)
    await asyncio.sleep(0.3)
    print("main: done")


asyncio.run(main())
