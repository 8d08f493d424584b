"""greet_all returns before everyone on its list has been greeted."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


async def greet_all(names):
    for name in names:
        asyncio.create_task(greet(name))


async def main():
    await greet_all(["Ada", "Bob", "Cleo"])
    await asyncio.sleep(0)


asyncio.run(main())
