"""Name the right customer in each line, and still save both at once."""

import asyncio
import time
from contextvars import ContextVar

customer = ContextVar("customer", default="nobody")


def save(order):
    time.sleep(0.1)  # a database that can only block
    print(f"{customer.get()}: {order} saved")


async def handle(name, order):
    customer.set(name)
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, save, order)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(handle("Ada", "tea"))
        group.create_task(handle("Bob", "coffee"))


asyncio.run(main())
