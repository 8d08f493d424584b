"""Two calls, and a lock of the loop around the second."""

import asyncio
import time


def choose(name):
    time.sleep(0.2)  # can only block


def pay(name):
    time.sleep(0.1)  # can only block, and only one at a time
    print(name, "has paid")


async def shop(name, till):
    await asyncio.to_thread(choose, name)
    async with till:
        await asyncio.to_thread(pay, name)


async def main():
    till = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Cleo", "Dan"]:
            group.create_task(shop(name, till))


asyncio.run(main())
