"""An async generator has no context of its own: it shares one."""

import asyncio
from contextvars import ContextVar

user = ContextVar("user", default="nobody")


async def numbers():
    user.set("the generator")
    yield 1
    print("inside:", user.get())
    yield 2


async def main():
    user.set("Ada")
    async for number in numbers():
        print(number, user.get())
        user.set("Bob")


asyncio.run(main())
