"""Make each line of the log name the right customer."""

import asyncio
from contextvars import ContextVar

customer = ContextVar("customer", default="-")


def log(text):
    print(f"[{customer.get()}] {text}")


async def load(item):
    await asyncio.sleep(0.1)  # stands in for a database
    log(f"loaded {item}")


# The checks use this name: keep it.
async def handle(name, item):
    customer.set(name)
    log(f"asked for {item}")
    await load(item)


async def main():
    await asyncio.gather(handle("Ada", "tea"), handle("Bo", "jam"))
    log("closed")


asyncio.run(main())
