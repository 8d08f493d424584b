"""Python complains: RuntimeWarning: coroutine 'greet_all' was never awaited, line 16."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


async def greet_all(names):
    for name in names:
        await greet(name)


async def main():
    greet_all(["Ada", "Bob", "Cleo"])


asyncio.run(main())
