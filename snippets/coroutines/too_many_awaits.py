"""`await` needs a coroutine, not what a plain function returns."""

import asyncio


def greet(name):
    print(f"Hello, {name}!")


async def main():
    try:
        await greet("Ada")
    except TypeError as error:
        print("TypeError:", error)


asyncio.run(main())
