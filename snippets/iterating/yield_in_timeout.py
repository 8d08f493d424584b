# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A `yield` inside a timeout puts the caller under that timeout."""

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


asyncio.run(main())
