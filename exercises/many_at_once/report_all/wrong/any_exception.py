"""A shop whose request ends with a ZeroDivisionError is reported as closed."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError("closed")
    return f"{shop}: {price}"


async def report(shops):
    answers = await asyncio.gather(
        *[ask(*shop) for shop in shops], return_exceptions=True
    )
    for shop, answer in zip(shops, answers):
        if isinstance(answer, Exception):
            print(f"{shop[0]}: closed")
        else:
            print(answer)


SHOPS = [("corner", 0.3, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(report(SHOPS))
