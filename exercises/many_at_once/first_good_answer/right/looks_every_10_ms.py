"""A loop that looks at the tasks every 10 ms."""

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
        await asyncio.sleep(0.01)


SHOPS = [("corner", 0.5, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(first_price([ask(*shop) for shop in SHOPS]))
