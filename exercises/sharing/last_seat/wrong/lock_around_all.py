"""The payments don't overlap: each waits for the previous one."""

import asyncio

theatre = {"seats": 2}
lock = asyncio.Lock()


async def pay(name):
    await asyncio.sleep(0.1)  # stands in for the bank
    print(name, "has paid")


async def buy(name):
    async with lock:
        if theatre["seats"] > 0:
            await pay(name)
            theatre["seats"] -= 1
            print(name, "has a seat")


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Eve"]:
            group.create_task(buy(name))


asyncio.run(main())
