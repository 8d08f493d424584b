"""You can't call `asyncio.run` where a loop is running."""

import asyncio


async def fetch_price(item):
    await asyncio.sleep(0.1)
    return 100


def price_with_tax(item):
    coroutine = fetch_price(item)
    try:
        return asyncio.run(coroutine) * 1.2
    except RuntimeError as error:
        coroutine.close()
        return f"RuntimeError: {error}"


async def main():
    print(price_with_tax("lamp"))


asyncio.run(main())
