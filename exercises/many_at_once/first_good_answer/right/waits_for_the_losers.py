"""`as_completed`; the losers are cancelled and awaited."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    return price


async def first_price(questions):
    tasks = [asyncio.create_task(question) for question in questions]
    for answer in asyncio.as_completed(tasks):
        try:
            price = await answer
        except ConnectionError:
            continue
        print(price)
        break
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


SHOPS = [("corner", 0.5, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(first_price([ask(*shop) for shop in SHOPS]))
