"""The mill answers after 0.2 s, but its price is printed after 0.5 s."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    return price


async def first_price(questions):
    answers = await asyncio.gather(*questions, return_exceptions=True)
    prices = [one for one in answers if not isinstance(one, Exception)]
    print(prices[-1])


SHOPS = [("corner", 0.5, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(first_price([ask(*shop) for shop in SHOPS]))
