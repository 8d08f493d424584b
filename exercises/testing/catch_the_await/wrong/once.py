"""The program ends with AssertionError at line 18: Expected send to have been awaited once. Awaited 2 times."""

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
    mail.send.assert_awaited_once_with("Ada", "Hello, Ada!")


asyncio.run(test_say_hello())
print("passed")
