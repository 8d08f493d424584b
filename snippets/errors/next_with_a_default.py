"""next has something to return if it finds nothing."""

import asyncio


async def first_even(numbers):
    return next((n for n in numbers if n % 2 == 0), None)


async def main():
    print(await first_even([1, 3, 5]))
    #> None


asyncio.run(main())
