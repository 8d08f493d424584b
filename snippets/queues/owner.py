"""One task owns the account; the others send it messages."""

import asyncio


async def owner(inbox):
    balance = 100
    while True:
        amount, answer = await inbox.get()
        await asyncio.sleep(0.1)  # asks the bank about this amount
        balance += amount
        answer.set_result(balance)


async def deposit(name, amount, inbox):
    answer = asyncio.Future()
    await inbox.put((amount, answer))
    print(name, "sees", await answer)


async def main():
    inbox = asyncio.Queue()
    bank = asyncio.create_task(owner(inbox))
    async with asyncio.TaskGroup() as group:
        group.create_task(deposit("Ada", 10, inbox))
        group.create_task(deposit("Bob", 20, inbox))
    bank.cancel()


asyncio.run(main())
