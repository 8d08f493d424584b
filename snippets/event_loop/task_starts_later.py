"""A new task doesn't start at once: it waits for its first turn."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


async def main():
    task = asyncio.create_task(greet("Ada"))
    print("main: the task is made")
    await task
    print("main: the task is done")


asyncio.run(main())
