"""With `await`, the coroutine runs, and then main continues."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


async def main():
    print("before")
    await greet("Ada")
    print("after")


asyncio.run(main())
