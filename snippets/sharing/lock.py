"""A lock lets one task at a time do its reading and writing."""

import asyncio

account = {"balance": 100}


async def deposit(name, amount, lock):
    async with lock:
        balance = account["balance"]
        await asyncio.sleep(0.1)  # asks the bank about this balance
        account["balance"] = balance + amount
        print(name, "deposits", amount)


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(deposit("Ada", 10, lock), name="Ada")
        group.create_task(deposit("Bob", 20, lock), name="Bob")
        group.create_task(deposit("Eve", 30, lock), name="Eve")
    print("100 + 10 + 20 + 30 =", account["balance"])


asyncio.run(main())
