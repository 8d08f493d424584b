"""A connection for each name in the list; all of them get closed."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager


@asynccontextmanager
async def connection(name):
    if name == "cleo":
        raise ConnectionError(f"{name} does not answer")
    print(name, "opened")
    try:
        yield name
    finally:
        await asyncio.sleep(0.1)  # say goodbye
        print(name, "closed")


async def greet(names):
    async with AsyncExitStack() as stack:
        connected = []
        for name in names:
            one = await stack.enter_async_context(connection(name))
            connected.append(one)
        print("connected:", connected)


async def main():
    await greet(["ada", "bob"])
    try:
        await greet(["ada", "bob", "cleo"])
    except ConnectionError as error:
        print(error)


asyncio.run(main())
