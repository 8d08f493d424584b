"""The timeout is around the wait, and the `yield` comes after it."""

import asyncio
from contextlib import aclosing


async def lines():
    for number in range(1, 4):
        async with asyncio.timeout(0.2):  # for the line to arrive
            await asyncio.sleep(0.1)
        yield f"line {number}"


async def main():
    async with aclosing(lines()) as stream:
        async for line in stream:
            await asyncio.sleep(0.5)  # store the line
            print(line, "stored")
            #> line 1 stored
            #> line 2 stored
            #> line 3 stored


asyncio.run(main())
