"""Each result as it arrives, with the address that it belongs to."""

import asyncio

SHOPS = {"the mill": 0.3, "the market": 0.1, "the corner shop": 0.2}


async def ask(shop):
    await asyncio.sleep(SHOPS[shop])  # the shop takes its time
    if shop == "the market":
        raise OSError("closed")
    return len(shop)


async def ask_all(shops, report):
    async def ask_one(shop):
        try:
            answer = await ask(shop)
        except OSError as error:
            answer = error
        report(shop, answer)

    async with asyncio.TaskGroup() as group:
        for shop in shops:
            group.create_task(ask_one(shop), name=shop)


asyncio.run(ask_all(SHOPS, print))
