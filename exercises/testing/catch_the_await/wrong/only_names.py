"""Your test passes for a version that greets everyone with the first name."""

import asyncio
from unittest.mock import AsyncMock


async def say_hello(mail, names):
    """Send one mail to each name."""
    for name in names:
        await mail.send(name, f"Hello, {name}!")


async def test_say_hello():
    mail = AsyncMock()
    await say_hello(mail, ["Ada", "Bo"])
    assert [c.args[0] for c in mail.send.await_args_list] == ["Ada", "Bo"]


asyncio.run(test_say_hello())
print("passed")
