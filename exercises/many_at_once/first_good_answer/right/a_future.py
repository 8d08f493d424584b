"""The first one fills a future; a TaskGroup holds the rest."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    return price


async def first_price(questions):
    first = asyncio.get_running_loop().create_future()

    async def try_to_fill(question):
        try:
            price = await question
        except ConnectionError:
            return
        if not first.done():
            first.set_result(price)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(try_to_fill(q)) for q in questions]
        print(await first)
        for task in tasks:
            task.cancel()


SHOPS = [("corner", 0.5, 12), ("market", 0.1, None), ("mill", 0.2, 9)]
asyncio.run(first_price([ask(*shop) for shop in SHOPS]))
