"""Eve has paid but has no seat."""

import asyncio

theatre = {"seats": 2}


async def pay(name):
    await asyncio.sleep(0.1)  # stands in for the bank
    print(name, "has paid")


async def buy(name):
    if theatre["seats"] > 0:
        await pay(name)
        if theatre["seats"] > 0:
            theatre["seats"] -= 1
            print(name, "has a seat")


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Eve"]:
            group.create_task(buy(name))


asyncio.run(main())
