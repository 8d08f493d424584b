"""A dictionary by task."""

import asyncio

customers = {}


def log(text):
    name = customers.get(asyncio.current_task(), "-")
    print(f"[{name}] {text}")


async def load(item):
    await asyncio.sleep(0.1)  # stands in for a database
    log(f"loaded {item}")


# The checks use this name: keep it.
async def handle(name, item):
    customers[asyncio.current_task()] = name
    log(f"asked for {item}")
    await load(item)


async def main():
    await asyncio.gather(handle("Ada", "tea"), handle("Bo", "jam"))
    log("closed")


asyncio.run(main())
