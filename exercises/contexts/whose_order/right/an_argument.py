"""Pass the name as an argument, as plain functions do."""

import asyncio
import time


def save(name, order):
    time.sleep(0.1)  # a database that can only block
    print(f"{name}: {order} saved")


async def handle(name, order):
    await asyncio.to_thread(save, name, order)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(handle("Ada", "tea"))
        group.create_task(handle("Bob", "coffee"))


asyncio.run(main())
