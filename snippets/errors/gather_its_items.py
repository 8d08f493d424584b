"""A star passes each task of the list to `gather`."""

import asyncio


async def double(number):
    return 2 * number


async def main():
    tasks = [asyncio.create_task(double(n)) for n in (1, 2)]
    print(await asyncio.gather(*tasks))
    #> [2, 4]


asyncio.run(main())
