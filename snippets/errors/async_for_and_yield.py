"""An asynchronous generator yields what another one yields."""

import asyncio


async def numbers():
    yield 1
    yield 2


async def all_numbers():
    async for number in numbers():
        yield number


async def main():
    print([number async for number in all_numbers()])
    #> [1, 2]


asyncio.run(main())
