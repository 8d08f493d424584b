"""A TaskGroup, started without main."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


async def greet_all(names):
    async with asyncio.TaskGroup() as group:
        for name in names:
            group.create_task(greet(name))


asyncio.run(greet_all(["Ada", "Bob", "Cleo"]))
