"""Let one thread at a time use the till, but all choose at once."""

import asyncio
import time


def choose(name):
    time.sleep(0.2)  # can only block


# The checks use this: leave it as it is.
def pay(name):
    time.sleep(0.1)  # can only block, and only one at a time
    print(name, "has paid")


def shop(name):  # in a thread
    choose(name)
    pay(name)


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Cleo", "Dan"]:
            group.create_task(asyncio.to_thread(shop, name))


asyncio.run(main())
