"""wait, until one of those that are done has a price."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    return price


async def first_price(questions):
    pending = {asyncio.create_task(question) for question in questions}
    price = None
    while pending and price is None:
        done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            if task.exception() is None:
                price = task.result()
    for task in pending:
        task.cancel()
    print(price)


SHOPS = [("corner", 0.5, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(first_price([ask(*shop) for shop in SHOPS]))
