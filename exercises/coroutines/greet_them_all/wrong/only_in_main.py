"""Python complains: RuntimeWarning: coroutine 'greet' was never awaited, line 12."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


async def greet_all(names):
    for name in names:
        greet(name)


async def main():
    await greet_all(["Ada", "Bob", "Cleo"])


asyncio.run(main())
