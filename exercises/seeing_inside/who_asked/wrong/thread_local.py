"""A line of Ada's says: [Bo] loaded tea"""

import asyncio
import threading

customer = threading.local()
customer.name = "-"


def log(text):
    print(f"[{customer.name}] {text}")


async def load(item):
    await asyncio.sleep(0.1)  # stands in for a database
    log(f"loaded {item}")


# The checks use this name: keep it.
async def handle(name, item):
    customer.name = name
    log(f"asked for {item}")
    await load(item)


async def main():
    await asyncio.gather(handle("Ada", "tea"), handle("Bo", "jam"))
    log("closed")


asyncio.run(main())
