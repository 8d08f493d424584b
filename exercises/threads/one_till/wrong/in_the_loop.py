"""Something blocks the loop for 1.20 s: leave it to threads."""

import asyncio
import time


def choose(name):
    time.sleep(0.2)  # can only block


def pay(name):
    time.sleep(0.1)  # can only block, and only one at a time
    print(name, "has paid")


async def shop(name):
    choose(name)
    pay(name)


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Cleo", "Dan"]:
            group.create_task(shop(name))


asyncio.run(main())
