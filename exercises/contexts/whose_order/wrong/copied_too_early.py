"""No line says 'Ada: tea saved'."""

import asyncio
import time
from contextvars import ContextVar, copy_context

customer = ContextVar("customer", default="nobody")


def save(order):
    time.sleep(0.1)  # a database that can only block
    print(f"{customer.get()}: {order} saved")


async def handle(name, order):
    loop = asyncio.get_running_loop()
    context = copy_context()
    customer.set(name)
    await loop.run_in_executor(None, context.run, save, order)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(handle("Ada", "tea"))
        group.create_task(handle("Bob", "coffee"))


asyncio.run(main())
