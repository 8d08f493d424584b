"""A context variable has a value of its own in each task."""

import asyncio
from contextvars import ContextVar

current_user = ContextVar("current_user", default="nobody")


async def ask_database():
    await asyncio.sleep(0.1)
    print("asked for", current_user.get())


async def handle(user):
    current_user.set(user)
    await ask_database()


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(handle("Ada"), name="Ada")
        group.create_task(handle("Bob"), name="Bob")
    print("main has", current_user.get())


asyncio.run(main())
