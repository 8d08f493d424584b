"""The test ends after 0.0 s. Leave the mailbox as slow as it is."""

import asyncio

SECONDS = 0.3


class Mailbox:
    def __init__(self):
        self.sent = []
        self.tasks = []

    def send(self, text):
        task = asyncio.create_task(self.deliver(text))
        self.tasks.append(task)

    async def deliver(self, text):
        self.sent.append(text)


async def test_mailbox():
    mailbox = Mailbox()
    mailbox.send("Hello!")
    mailbox.send("Goodbye!")
    await asyncio.sleep(0)
    assert mailbox.sent == ["Hello!", "Goodbye!"]


asyncio.run(test_mailbox())
print("passed")
