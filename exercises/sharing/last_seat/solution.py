"""Sell each seat once, while the payments still overlap."""

import asyncio

# The checks use this name: keep it.
theatre = {"seats": 2}


# The checks use this: leave it as it is.
async def pay(name):
    await asyncio.sleep(0.1)  # stands in for the bank
    print(name, "has paid")


async def buy(name):
    if theatre["seats"] > 0:
        theatre["seats"] -= 1
        await pay(name)
        print(name, "has a seat")


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Eve"]:
            group.create_task(buy(name))


asyncio.run(main())
