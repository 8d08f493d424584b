"""A lock around the choice, whose result is kept."""

import asyncio

theatre = {"seats": 2}


async def pay(name):
    await asyncio.sleep(0.1)  # stands in for the bank
    print(name, "has paid")


lock = asyncio.Lock()


async def buy(name):
    async with lock:
        free = theatre["seats"] > 0
        if free:
            theatre["seats"] = theatre["seats"] - 1
    if free:
        await pay(name)
        print(name, "has a seat")
    else:
        print("sorry,", name)


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Eve"]:
            group.create_task(buy(name))


asyncio.run(main())
