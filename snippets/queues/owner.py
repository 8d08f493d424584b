"""One task owns the account; the others send it messages."""

import asyncio


async def owner(inbox):
    balance = 100
    while True:
        amount, answer = await inbox.get()
        await asyncio.sleep(0.1)  # asks the bank about this amount
        balance += amount
        if not answer.done():  # the customer may have stopped waiting
            answer.set_result(balance)


async def deposit(name, amount, inbox):
    answer = asyncio.get_running_loop().create_future()
    await inbox.put((amount, answer))
    print(name, "sees", await answer)


async def main():
    inbox = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        bank = group.create_task(owner(inbox))
        async with asyncio.TaskGroup() as customers:
            customers.create_task(deposit("Ada", 10, inbox))
            customers.create_task(deposit("Bob", 20, inbox))
        bank.cancel()


asyncio.run(main())
