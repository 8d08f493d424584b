"""Wait first, then read and write: both deposits arrive."""

import asyncio

account = {"balance": 100}


async def approved(amount):
    await asyncio.sleep(0.1)  # asks the bank
    return amount


async def deposit(amount):
    checked = await approved(amount)
    account["balance"] += checked


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(deposit(10))
        group.create_task(deposit(20))
    print("100 + 10 + 20 =", account["balance"])


asyncio.run(main())
