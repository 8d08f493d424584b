"""Two coroutines run at once: each is started as a task."""

import asyncio
import time


async def greet(name, seconds):
    print(f"Hello, {name}!")
    await asyncio.sleep(seconds)
    print(f"Goodbye, {name}!")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(greet("Ada", 0.2), name="Ada")
        group.create_task(greet("Bob", 0.1), name="Bob")
    print(f"{time.perf_counter() - start:.1f} s")


start = time.perf_counter()
asyncio.run(main())
