"""A group whose tasks print their own line."""

from asyncio import TaskGroup, run, sleep


async def ask(shop, seconds, price):
    await sleep(seconds)
    if price is None:
        raise ConnectionError("closed")
    return f"{shop}: {price}"


async def ask_and_print(shop, seconds, price):
    try:
        print(await ask(shop, seconds, price))
    except ConnectionError as error:
        print(f"{shop}: {error}")


async def report_shops(shops):
    async with TaskGroup() as group:
        for shop in shops:
            group.create_task(ask_and_print(*shop))


SHOPS = [("corner", 0.3, 12), ("market", 0.1, None), ("mill", 0.2, 9)]

if __name__ == "__main__":
    run(report_shops(SHOPS))
