"""An awaited coroutine runs in your task. A new task is separate."""

import asyncio


async def greet(name):
    runs_in = asyncio.current_task().get_name()
    print(f"Hello, {name}! This is task {runs_in}.")


async def main():
    asyncio.current_task().set_name("main")
    bob = asyncio.create_task(greet("Bob"), name="bob")
    await greet("Ada")
    print("main: I still have the turn")
    await bob
    print("main: bob is done")


asyncio.run(main())
