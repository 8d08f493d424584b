"""The work is a coroutine of its own."""

import asyncio
import time


async def heart():
    for number in [1, 2, 3, 4]:
        print("beat", number)
        await asyncio.sleep(0.1)


async def sum_of_squares(numbers):
    async def square(number):
        time.sleep(0.02)
        await asyncio.sleep(0)
        return number * number

    print("sum", sum([await square(number) for number in numbers]))


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(heart())
        group.create_task(sum_of_squares(range(20)))


asyncio.run(main())
