"""The sum is a plain function, and main runs it in a thread."""

import asyncio
import time


# The checks use this name: keep it.
async def heart():
    for number in [1, 2, 3, 4]:
        print("beat", number)
        await asyncio.sleep(0.1)


# The checks use this name: keep it.
def sum_of_squares(numbers):
    total = 0
    for number in numbers:
        time.sleep(0.02)  # stands in for work
        total += number * number
    print("sum", total)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(heart())
        group.create_task(asyncio.to_thread(sum_of_squares, range(20)))


asyncio.run(main())
