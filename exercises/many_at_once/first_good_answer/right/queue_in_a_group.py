"""A queue that the tasks of a group put their prices in."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    return price


async def first_price(questions):
    prices = asyncio.Queue()

    async def put_price(question):
        try:
            prices.put_nowait(await question)
        except ConnectionError:
            pass

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(put_price(q)) for q in questions]
        print(await prices.get())
        for task in tasks:
            task.cancel()


SHOPS = [("corner", 0.5, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(first_price([ask(*shop) for shop in SHOPS]))
