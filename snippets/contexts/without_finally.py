"""Without `try` and `finally`, an error in the block skips the end."""

import asyncio
from contextlib import asynccontextmanager


@asynccontextmanager
async def connection(name):
    print(name, "opened")
    yield
    print(name, "closed")


async def main():
    async with connection("ada"):
        print("all is well")
    async with connection("bob"):
        print(1 / 0)


try:
    asyncio.run(main())
except ZeroDivisionError as error:
    print(error)
