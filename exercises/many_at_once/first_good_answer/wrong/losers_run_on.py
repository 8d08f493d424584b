"""A shop that is no longer needed is still being asked: cancel it."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    return price


async def first_price(questions):
    for next_answer in asyncio.as_completed(questions):
        try:
            print(await next_answer)
            return
        except ConnectionError:
            continue


SHOPS = [("corner", 0.5, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(first_price([ask(*shop) for shop in SHOPS]))
