"""A coroutine starts when you await it, a task at the next wait."""

import asyncio


async def ask(name):
    print(name, "starts")
    await asyncio.sleep(0.1)
    return name


async def main():
    coroutine = ask("coroutine")
    task = asyncio.create_task(ask("task"))
    print("both are called")
    await asyncio.sleep(0.1)
    print("after a wait")
    await coroutine
    await task


asyncio.run(main())
