"""Your test passes for a version that sends everything to the last name."""

import asyncio
from unittest.mock import AsyncMock


async def say_hello(mail, names):
    """Send one mail to each name."""
    for name in names:
        await mail.send(name, f"Hello, {name}!")


async def test_say_hello():
    mail = AsyncMock()
    await say_hello(mail, ["Ada", "Bo"])
    mail.send.assert_awaited_with("Bo", "Hello, Bo!")
    assert mail.send.await_count == 2


asyncio.run(test_say_hello())
print("passed")
