"""The seat is given back if the payment fails."""

import asyncio

theatre = {"seats": 2}


async def pay(name):
    await asyncio.sleep(0.1)  # stands in for the bank
    print(name, "has paid")


async def buy(name):
    if not theatre["seats"]:
        print("sold out for", name)
        return
    theatre["seats"] = theatre["seats"] - 1
    try:
        await pay(name)
    except BaseException:
        theatre["seats"] += 1
        raise
    print(name, "has a seat")


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Eve"]:
            group.create_task(buy(name))


asyncio.run(main())
