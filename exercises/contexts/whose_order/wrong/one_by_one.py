"""The two orders are not saved at the same time: it takes 0.2 s."""

import asyncio
import time
from contextvars import ContextVar

customer = ContextVar("customer", default="nobody")


def save(order):
    time.sleep(0.1)  # a database that can only block
    print(f"{customer.get()}: {order} saved")


async def handle(name, order):
    customer.set(name)
    await asyncio.to_thread(save, order)


async def main():
    await handle("Ada", "tea")
    await handle("Bob", "coffee")


asyncio.run(main())
