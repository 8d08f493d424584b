"""gather starts them in order."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


async def greet_all(names):
    await asyncio.gather(*[greet(name) for name in names])


async def main():
    await greet_all(["Ada", "Bob", "Cleo"])


asyncio.run(main())
