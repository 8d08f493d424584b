"""Tasks, awaited in turn."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


async def greet_all(names):
    tasks = [asyncio.create_task(greet(name)) for name in names]
    for task in tasks:
        await task


async def main():
    await asyncio.create_task(greet_all(["Ada", "Bob", "Cleo"]))


asyncio.run(main())
