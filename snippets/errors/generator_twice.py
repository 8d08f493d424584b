# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""Two tasks ask one async generator for its next value."""

import asyncio


async def numbers():
    for number in range(4):
        await asyncio.sleep(0.1)
        yield number


async def main():
    source = numbers()
    await asyncio.gather(anext(source), anext(source))


asyncio.run(main())
