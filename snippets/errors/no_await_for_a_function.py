"""A plain function is called without `await`."""

import asyncio


def greet(name):
    print(f"Hello, {name}!")
    #> Hello, Ada!


async def main():
    greet("Ada")


asyncio.run(main())
