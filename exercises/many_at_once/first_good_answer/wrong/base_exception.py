"""When its task is cancelled, `first_price` doesn't raise CancelledError."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    return price


async def first_price(questions):
    tasks = [asyncio.create_task(question) for question in questions]
    for next_answer in asyncio.as_completed(tasks):
        try:
            print(await next_answer)
            break
        except BaseException:
            continue
    for task in tasks:
        task.cancel()


SHOPS = [("corner", 0.5, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(first_price([ask(*shop) for shop in SHOPS]))
