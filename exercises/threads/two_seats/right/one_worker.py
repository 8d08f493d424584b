"""A single thread sells."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

SEATS = 2
seats = {"left": SEATS}


def pay(name):
    time.sleep(0.1)  # can only block


def sell(name):  # in the one thread
    if seats["left"] > 0:
        pay(name)
        seats["left"] -= 1
        print(name, "has a seat")
    else:
        print(name, "came too late")


async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(1) as seller:
        names = ["Ada", "Bob", "Cleo", "Dan", "Eve"]
        await asyncio.gather(*[loop.run_in_executor(seller, sell, name) for name in names])
    print("seats left:", seats["left"])


asyncio.run(main())
