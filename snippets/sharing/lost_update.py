"""Two tasks add to one balance, and one of the deposits is lost."""

import asyncio

account = {"balance": 100}


async def approved(amount):
    await asyncio.sleep(0.1)  # asks the bank
    return amount


async def deposit(amount):
    account["balance"] += await approved(amount)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(deposit(10), name="ten")
        group.create_task(deposit(20), name="twenty")
    print("100 + 10 + 20 =", account["balance"])


asyncio.run(main())
