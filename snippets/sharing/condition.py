"""Wait until there are enough rolls, and take them."""

import asyncio

shop = {"rolls": 0}


async def baker(changed):
    for _ in range(4):
        await asyncio.sleep(0.1)
        async with changed:
            shop["rolls"] += 1
            print("rolls in the shop:", shop["rolls"])
            changed.notify_all()


async def customer(name, wanted, changed):
    async with changed:
        await changed.wait_for(lambda: shop["rolls"] >= wanted)
        shop["rolls"] -= wanted
        print(name, "takes", wanted)


async def main():
    changed = asyncio.Condition()
    async with asyncio.TaskGroup() as group:
        group.create_task(customer("Ada", 3, changed))
        group.create_task(customer("Bob", 1, changed))
        group.create_task(baker(changed))


asyncio.run(main())
