# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A context manager swallows the error and yields a second time."""

import asyncio
from contextlib import asynccontextmanager


@asynccontextmanager
async def connection():
    while True:
        try:
            yield "connection"
        except OSError:
            print("try again")


async def main():
    async with connection():
        raise OSError("the line is dead")


asyncio.run(main())
