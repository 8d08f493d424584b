"""The program asks again and again without waiting (`sleep(0)` lets no time pass here): wait for what you need instead."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    return price


async def first_price(questions):
    tasks = [asyncio.create_task(question) for question in questions]
    while True:
        for task in tasks:
            if task.done() and not task.exception():
                print(task.result())
                for other in tasks:
                    other.cancel()
                return
        await asyncio.sleep(0)


SHOPS = [("corner", 0.5, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(first_price([ask(*shop) for shop in SHOPS]))
