"""A class in place of a mock."""

import asyncio


# The checks also put broken versions in its place.
# The checks use this name: keep it.
async def say_hello(mail, names):
    """Send one mail to each name."""
    for name in names:
        await mail.send(name, f"Hello, {name}!")


class Mail:
    def __init__(self):
        self.sent = []

    async def send(self, name, text):
        await asyncio.sleep(0)
        self.sent.append((name, text))


async def test_say_hello():
    mail = Mail()
    await say_hello(mail, ["Ada", "Bo"])
    expected = [("Ada", "Hello, Ada!"), ("Bo", "Hello, Bo!")]
    assert mail.sent == expected, mail.sent


asyncio.run(test_say_hello())
print("passed")
