"""What `async for` does, written as a `while` loop."""

import asyncio


async def countdown(start):
    for number in range(start, 0, -1):
        await asyncio.sleep(0.1)
        yield number


async def main():
    async for number in countdown(2):
        print(number)
        #> 2
        #> 1

    iterator = aiter(countdown(2))
    while True:
        try:
            number = await anext(iterator)
        except StopAsyncIteration:
            break
        print(number)
        #> 2
        #> 1


asyncio.run(main())
