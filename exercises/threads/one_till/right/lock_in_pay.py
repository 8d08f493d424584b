"""The lock is inside of `pay`."""

import asyncio
import threading
import time

till = threading.Lock()


def choose(name):
    time.sleep(0.2)  # can only block


def pay(name):
    with till:
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
