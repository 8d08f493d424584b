# /// script
# [tool.lab]
# masks = ["address"]
# ///
"""An abandoned generator is closed in another context."""

import asyncio
from contextvars import ContextVar

user = ContextVar("user", default="nobody")


async def numbers():
    token = user.set("Ada")
    try:
        yield 1
        yield 2
    finally:
        try:
            user.reset(token)
        except ValueError as error:
            print("ValueError:", error)


async def main():
    async for number in numbers():
        print(number, user.get())
        break
    await asyncio.sleep(0.1)
    print("still", user.get())


asyncio.run(main())
