"""Each task holds one lock and waits for the one the other holds."""

import asyncio


async def pay(giver, taker, locks):
    async with locks[giver]:
        print("locked:", giver)
        await asyncio.sleep(0.1)  # asks the bank of the giver
        async with locks[taker]:
            print("locked:", giver, "and", taker)
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
