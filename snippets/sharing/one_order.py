"""All tasks take the locks in the same order: no deadlock."""

import asyncio


async def pay(giver, taker, locks):
    first, second = sorted([giver, taker])
    async with locks[first]:
        print("locked:", first)
        await asyncio.sleep(0.1)  # asks the bank of the first
        async with locks[second]:
            print("locked:", first, "and", second)
            await asyncio.sleep(0.1)
            print(giver, "pays", taker)


async def main():
    locks = {"Ada": asyncio.Lock(), "Bob": asyncio.Lock()}
    try:
        async with asyncio.timeout(1):
            async with asyncio.TaskGroup() as group:
                for giver, taker in [("Ada", "Bob"), ("Bob", "Ada")]:
                    paying = pay(giver, taker, locks)
                    group.create_task(paying, name=f"{giver} pays")
    except TimeoutError:
        print("after 1 second nobody has paid")


asyncio.run(main())
