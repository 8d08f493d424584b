"""A long computation that gives up its turn every 10 milliseconds."""

import asyncio
import time

TURN = 0.01  # seconds


async def add_up(numbers):
    total = 0
    began = time.perf_counter()
    for number in numbers:
        total += number * number
        if time.perf_counter() - began > TURN:
            await asyncio.sleep(0)
            began = time.perf_counter()
    return total


async def main():
    print(await add_up(range(100_000)))
    #> 333328333350000


asyncio.run(main())
