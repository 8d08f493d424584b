"""The whole sum in one thread."""

import asyncio as aio
import time


async def heart():
    for number in [1, 2, 3, 4]:
        print("beat", number)
        await aio.sleep(0.1)


def add_up(numbers) -> int:
    total = 0
    for number in numbers:
        time.sleep(0.02)  # stands in for work
        total += number * number
    return total


async def sum_of_squares(numbers):
    print("sum", await aio.to_thread(add_up, numbers))


async def main():
    await aio.gather(heart(), sum_of_squares(range(20)))


if __name__ == "__main__":
    aio.run(main())
