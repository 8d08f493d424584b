"""Greet Ada, Bob and Cleo, in this order."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


# The checks use this name: keep it.
async def greet_all(names):
    for name in names:
        greet(name)


async def main():
    greet_all(["Ada", "Bob", "Cleo"])


asyncio.run(main())
