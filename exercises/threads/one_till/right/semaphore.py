"""A semaphore for threads."""

import asyncio
import threading
import time


def choose(name):
    time.sleep(0.2)  # can only block


def pay(name):
    time.sleep(0.1)  # can only block, and only one at a time
    print(name, "has paid")


till = threading.Semaphore(1)


def shop(name):  # in a thread
    choose(name)
    with till:
        pay(name)


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Cleo", "Dan"]:
            group.create_task(asyncio.to_thread(shop, name))


asyncio.run(main())
