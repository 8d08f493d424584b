"""It compares all awaits with a list."""

import asyncio
from unittest.mock import AsyncMock


# The checks also put broken versions in its place.
# The checks use this name: keep it.
async def say_hello(mail, names):
    """Send one mail to each name."""
    for name in names:
        await mail.send(name, f"Hello, {name}!")


async def test_say_hello():
    mail = AsyncMock()
    await say_hello(mail, ["Ada", "Bo"])
    names = [call.args[0] for call in mail.send.await_args_list]
    texts = [call.args[1] for call in mail.send.await_args_list]
    assert names == ["Ada", "Bo"]
    assert texts == ["Hello, Ada!", "Hello, Bo!"]


asyncio.run(test_say_hello())
print("passed")
