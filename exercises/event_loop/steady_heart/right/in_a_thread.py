"""The work waits in a thread."""

import asyncio
import time


async def heart():
    for number in [1, 2, 3, 4]:
        print("beat", number)
        await asyncio.sleep(0.1)


async def sum_of_squares(numbers):
    total = 0
    for number in numbers:
        await asyncio.to_thread(time.sleep, 0.02)
        total += number * number
    print("sum", total)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(heart())
        group.create_task(sum_of_squares(range(20)))


asyncio.run(main())
