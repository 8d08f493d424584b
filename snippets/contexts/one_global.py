"""A global variable is the same for all tasks."""

import asyncio

current_user = None


async def ask_database():
    await asyncio.sleep(0.1)
    print("asked for", current_user)


async def handle(user):
    global current_user
    current_user = user
    await ask_database()


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(handle("Ada"))
        group.create_task(handle("Bob"))


asyncio.run(main())
