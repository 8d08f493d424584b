"""`time.sleep` takes 0.0 s in all, not 0.4 s. It stands in for work that you can't leave out."""

import asyncio


async def heart():
    for number in [1, 2, 3, 4]:
        print("beat", number)
        await asyncio.sleep(0.1)


async def sum_of_squares(numbers):
    total = 0
    for number in numbers:
        await asyncio.sleep(0.02)  # stands in for work
        total += number * number
    print("sum", total)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(heart())
        group.create_task(sum_of_squares(range(20)))


asyncio.run(main())
