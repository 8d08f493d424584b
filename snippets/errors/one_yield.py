"""A context manager yields once; the caller tries again."""

import asyncio
from contextlib import asynccontextmanager


@asynccontextmanager
async def connection():
    try:
        yield "connection"
    finally:
        print("closed")


async def main():
    for attempt in range(2):
        try:
            async with connection():
                if attempt == 0:
                    raise OSError("the line is dead")
                print("it worked")
        except OSError:
            print("try again")


asyncio.run(main())
