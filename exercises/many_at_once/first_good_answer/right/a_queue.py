"""The tasks put their prices into a queue."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    return price


async def first_price(questions):
    prices = asyncio.Queue()

    async def put(question):
        try:
            await prices.put(await question)
        except ConnectionError:
            pass

    tasks = [asyncio.create_task(put(question)) for question in questions]
    print(await prices.get())
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


SHOPS = [("corner", 0.5, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(first_price([ask(*shop) for shop in SHOPS]))
