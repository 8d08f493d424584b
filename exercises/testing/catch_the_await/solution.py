"""Write a test that can tell `say_hello` from broken versions of it."""

import asyncio
from unittest.mock import AsyncMock


# The checks also put broken versions in its place.
# The checks use this: leave it as it is.
async def say_hello(mail, names):
    """Send one mail to each name."""
    for name in names:
        await mail.send(name, f"Hello, {name}!")


async def test_say_hello():
    mail = AsyncMock()
    await say_hello(mail, ["Ada", "Bo"])
    mail.send.assert_any_await("Ada", "Hello, Ada!")
    mail.send.assert_any_await("Bo", "Hello, Bo!")
    assert mail.send.await_count == 2


asyncio.run(test_say_hello())
print("passed")
