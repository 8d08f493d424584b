"""A pool with one thread for the till."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def choose(name):
    time.sleep(0.2)  # can only block


def pay(name):
    time.sleep(0.1)  # can only block, and only one at a time
    print(name, "has paid")


async def shop(name, till):
    await asyncio.to_thread(choose, name)
    await asyncio.get_running_loop().run_in_executor(till, pay, name)


async def main():
    with ThreadPoolExecutor(1) as till:
        async with asyncio.TaskGroup() as group:
            for name in ["Ada", "Bob", "Cleo", "Dan"]:
                group.create_task(shop(name, till))


asyncio.run(main())
