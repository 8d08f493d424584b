# /// script
# requires-python = ">=3.14"
# ///
"""One of two tasks starts eagerly: it runs until it has to wait."""

import asyncio


async def greet(name, seconds):
    print(f"Hello, {name}!")
    await asyncio.sleep(seconds)
    print(f"Goodbye, {name}!")


async def main():
    ada = asyncio.create_task(greet("Ada", 0.1))
    bob = asyncio.create_task(greet("Bob", 0.2), eager_start=True)
    print("main: both tasks are made")
    await ada
    await bob


asyncio.run(main())
