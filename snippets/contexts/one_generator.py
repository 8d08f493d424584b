"""The same as a single function, with code before and after `yield`."""

import asyncio
from contextlib import asynccontextmanager


@asynccontextmanager
async def connection(name):
    await asyncio.sleep(0.1)  # the server answers
    print(name, "opened")
    try:
        yield name.upper()
    finally:
        await asyncio.sleep(0.1)  # the server says goodbye
        print(name, "closed")


async def main():
    async with connection("ada") as ada, connection("bob") as bob:
        print("both open:", ada, bob)
        print(1 / 0)


try:
    asyncio.run(main())
except ZeroDivisionError as error:
    print(error)
