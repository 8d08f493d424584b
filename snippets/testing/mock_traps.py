# /// script
# [tool.lab]
# masks = ["folder"]
# dev_mode = { on = false, reason = "a coroutine that is never awaited is the lesson" }
# ///
"""A mock agrees with everything."""

import asyncio
from unittest.mock import AsyncMock


async def say_hello(mail):
    mail.send("Hello!")  # a forgotten await


async def main():
    mail = AsyncMock()

    await say_hello(mail)
    mail.send.assert_called_once()
    print("called:", mail.send.call_count)
    print("awaited:", mail.send.await_count)

    await mail.sned("Hello!")
    print("a method that doesn't exist:", mail.sned.await_count)

    if mail.is_open():  # a plain method, in the real class
        print("always open")


asyncio.run(main())
