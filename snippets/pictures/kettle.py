"""Three breakfasts, one kettle, and nothing that blocks the loop."""

import asyncio


async def boil(drink, kettle):
    async with kettle:
        await asyncio.sleep(0.2)
    print(drink)


async def toast():
    await asyncio.sleep(0.1)  # slice the bread
    await asyncio.sleep(0.2)
    print("toast")


async def main():
    start = asyncio.get_running_loop().time()
    kettle = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(boil("tea", kettle), name="tea")
        group.create_task(boil("coffee", kettle), name="coffee")
        group.create_task(toast(), name="toast")
    end = asyncio.get_running_loop().time()
    print(f"breakfast after {end - start:.1f} s")


asyncio.run(main())
