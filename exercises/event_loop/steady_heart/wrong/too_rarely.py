"""Beat 2 comes 0.30 s after the previous one."""

import asyncio
import time


async def heart():
    for number in [1, 2, 3, 4]:
        print("beat", number)
        await asyncio.sleep(0.1)


async def sum_of_squares(numbers):
    total = 0
    for number in numbers:
        time.sleep(0.02)  # stands in for work
        total += number * number
        if number % 5 == 4:
            await asyncio.sleep(0)
    print("sum", total)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(heart())
        group.create_task(sum_of_squares(range(20)))


asyncio.run(main())
