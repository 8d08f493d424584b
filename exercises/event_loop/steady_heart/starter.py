"""Keep beats at most 0.2 s apart; leave `time.sleep` as it is."""

import asyncio
import time


# The checks use this name: keep it.
async def heart():
    for number in [1, 2, 3, 4]:
        print("beat", number)
        await asyncio.sleep(0.1)


# The checks use this name: keep it.
async def sum_of_squares(numbers):
    total = 0
    for number in numbers:
        time.sleep(0.02)  # stands in for work
        total += number * number
    print("sum", total)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(heart())
        group.create_task(sum_of_squares(range(20)))


asyncio.run(main())
