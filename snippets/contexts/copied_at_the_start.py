"""A task gets a copy of the context when it is created."""

import asyncio
from contextvars import ContextVar

user = ContextVar("user")


async def greet():
    print("hello", user.get())
    user.set("Dan")


async def main():
    user.set("Ada")
    task = asyncio.create_task(greet())
    user.set("Bob")
    await task
    print("after the task:", user.get())

    user.set("Cleo")
    await greet()
    print("after the coroutine:", user.get())


asyncio.run(main())
