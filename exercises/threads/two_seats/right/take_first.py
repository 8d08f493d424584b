"""Take the seat under the lock, pay afterwards."""

import asyncio
import threading
import time

SEATS = 2
seats = {"left": SEATS}
lock = threading.Lock()


def pay(name):
    time.sleep(0.1)  # can only block


def sell(name):  # in a thread
    with lock:
        has_one = seats["left"] > 0
        if has_one:
            seats["left"] -= 1
    if has_one:
        pay(name)
        print(name, "has a seat")
    else:
        print(name, "came too late")


async def main():
    async with asyncio.TaskGroup() as group:
        for name in ["Ada", "Bob", "Cleo", "Dan", "Eve"]:
            group.create_task(asyncio.to_thread(sell, name))
    print("seats left:", seats["left"])


asyncio.run(main())
