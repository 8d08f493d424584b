"""Put the copy and its `run` into a partial function."""

import asyncio
import contextvars
import time
from contextvars import ContextVar
from functools import partial

customer = ContextVar("customer", default="nobody")


def save(order):
    time.sleep(0.1)  # a database that can only block
    print(f"{customer.get()}: {order} saved")


async def handle(name, order):
    customer.set(name)
    work = partial(contextvars.copy_context().run, save, order)
    await asyncio.get_running_loop().run_in_executor(None, work)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(handle("Ada", "tea"))
        group.create_task(handle("Bob", "coffee"))


asyncio.run(main())
