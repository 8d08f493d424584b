"""All tasks take the locks in the same order: no deadlock."""

import asyncio

locks = {"Ada": asyncio.Lock(), "Bob": asyncio.Lock()}


async def pay(giver, taker):
    first, second = sorted([giver, taker])
    async with locks[first]:
        print("locked:", first)
        await asyncio.sleep(0.1)  # asks the bank of the first
        async with locks[second]:
            print("locked:", first, "and", second)
            await asyncio.sleep(0.1)
            print(giver, "pays", taker)


async def main():
    try:
        async with asyncio.timeout(1):
            async with asyncio.TaskGroup() as group:
                group.create_task(pay("Ada", "Bob"), name="Ada pays")
                group.create_task(pay("Bob", "Ada"), name="Bob pays")
    except TimeoutError:
        print("after 1 second nobody has paid")


asyncio.run(main())
