"""Each task holds one lock and waits for the other's."""

import asyncio

locks = {"Ada": asyncio.Lock(), "Bob": asyncio.Lock()}


async def pay(giver, taker):
    async with locks[giver]:
        print("locked:", giver)
        await asyncio.sleep(0.1)  # asks the bank of the giver
        async with locks[taker]:
            print("locked:", giver, "and", taker)
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
