"""`async for` for what waits, `for` for what doesn't."""

import asyncio


async def countdown():
    yield 2
    yield 1


async def main():
    async for number in countdown():
        print(number)
        #> 2
        #> 1
    for number in [2, 1]:
        print(number)
        #> 2
        #> 1


asyncio.run(main())
