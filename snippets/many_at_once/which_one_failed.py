# /// script
# requires-python = ">=3.13"
# ///
"""With `async for`, each answer comes as the task that gave it."""

import asyncio


async def ask(seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError("nobody there")
    return price


async def main():
    tasks = [
        asyncio.create_task(ask(0.3, 12), name="mill"),
        asyncio.create_task(ask(0.1, None), name="market"),
        asyncio.create_task(ask(0.2, 9), name="corner"),
    ]
    async for task in asyncio.as_completed(tasks):
        try:
            print(task.get_name(), await task)
        except ConnectionError as error:
            print(task.get_name(), "failed:", error)


asyncio.run(main())
