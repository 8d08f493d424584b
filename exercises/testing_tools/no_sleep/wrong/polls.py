"""The test ends 0.70 s after the last delivery."""

import asyncio

# The checks use this name: keep it.
SECONDS = 0.3


class Mailbox:
    def __init__(self):
        self.sent = []
        self.tasks = []

    def send(self, text):
        task = asyncio.create_task(self.deliver(text))
        self.tasks.append(task)

    async def deliver(self, text):
        await asyncio.sleep(SECONDS)  # stands in for a request
        self.sent.append(text)


async def test_mailbox():
    mailbox = Mailbox()
    mailbox.send("Hello!")
    mailbox.send("Goodbye!")
    while len(mailbox.sent) < 2:
        await asyncio.sleep(1)
    assert mailbox.sent == ["Hello!", "Goodbye!"]


asyncio.run(test_mailbox())
print("passed")
