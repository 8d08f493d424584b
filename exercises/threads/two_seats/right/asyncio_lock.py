"""A lock of the loop around the call of the thread."""

import asyncio
import time

SEATS = 2
seats = {"left": SEATS}


def pay(name):
    time.sleep(0.1)  # can only block


def sell(name):  # in a thread
    if seats["left"] > 0:
        pay(name)
        seats["left"] -= 1
        print(name, "has a seat")
    else:
        print(name, "came too late")


async def sell_in_turn(name, lock):
    async with lock:
        await asyncio.to_thread(sell, name)


async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Cleo", "Dan", "Eve"]:
            group.create_task(sell_in_turn(name, lock))
    print("seats left:", seats["left"])


asyncio.run(main())
