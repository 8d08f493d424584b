"""Two tasks add to one balance, and one of the deposits is lost."""

import asyncio

account = {"balance": 100}


async def approved(amount):
    await asyncio.sleep(0.1)  # stands for asking the bank
    return amount


async def deposit(amount):
    account["balance"] += await approved(amount)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(deposit(10))
        group.create_task(deposit(20))
    print("100 + 10 + 20 =", account["balance"])


asyncio.run(main())
