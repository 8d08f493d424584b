"""Selling blocks the loop: leave it to threads."""

import asyncio
import time

SEATS = 2
seats = {"left": SEATS}


def pay(name):
    time.sleep(0.1)  # can only block


async def sell(name):
    if seats["left"] > 0:
        pay(name)
        seats["left"] -= 1
        print(name, "has a seat")
    else:
        print(name, "came too late")


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Cleo", "Dan", "Eve"]:
            group.create_task(sell(name))
    print("seats left:", seats["left"])


asyncio.run(main())
