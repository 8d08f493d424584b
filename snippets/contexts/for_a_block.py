# /// script
# requires-python = ">=3.14"
# ///
"""Since Python 3.14, a value can last for a block."""

import asyncio
from contextvars import ContextVar

user = ContextVar("user", default="nobody")


async def greet():
    print("hello", user.get())


async def main():
    with user.set("Ada"):
        await greet()
    await greet()


asyncio.run(main())
