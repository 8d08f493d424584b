"""Make each line of the log name the right customer."""

import asyncio

customer = "-"


def log(text):
    print(f"[{customer}] {text}")


async def load(item):
    await asyncio.sleep(0.1)  # stands in for a database
    log(f"loaded {item}")


# The checks use this name: keep it.
async def handle(name, item):
    global customer
    customer = name
    log(f"asked for {item}")
    await load(item)


async def main():
    await asyncio.gather(handle("Ada", "tea"), handle("Bo", "jam"))
    log("closed")


asyncio.run(main())
