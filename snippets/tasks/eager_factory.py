# /// script
# requires-python = ">=3.12"
# ///
"""With the eager task factory, every new task runs at once."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(greet("Ada"))
    print("main: the task is made")
    print("main: is it done?", task.done())


asyncio.run(main())
