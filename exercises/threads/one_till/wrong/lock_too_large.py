"""It takes 1.2 s. Choosing together and paying one by one takes 0.6 s."""

import asyncio
import threading
import time


def choose(name):
    time.sleep(0.2)  # can only block


def pay(name):
    time.sleep(0.1)  # can only block, and only one at a time
    print(name, "has paid")


till = threading.Lock()


def shop(name):  # in a thread
    with till:
        choose(name)
        pay(name)


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Cleo", "Dan"]:
            group.create_task(asyncio.to_thread(shop, name))


asyncio.run(main())
