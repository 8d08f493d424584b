"""Written without `print`."""

import asyncio
import sys


async def greet(name):
    sys.stdout.write("Hello, " + name + "!\n")


async def greet_all(names):
    for name in names:
        await greet(name)


async def main():
    await greet_all(["Ada", "Bob", "Cleo"])


asyncio.run(main())
