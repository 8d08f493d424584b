"""The mailbox is a context manager."""

import asyncio

SECONDS = 0.3


class Mailbox:
    def __init__(self):
        self.sent = []
        self.tasks = []

    async def __aenter__(self):
        self.group = asyncio.TaskGroup()
        await self.group.__aenter__()
        return self

    async def __aexit__(self, *exc):
        return await self.group.__aexit__(*exc)

    def send(self, text):
        task = self.group.create_task(self.deliver(text))
        self.tasks.append(task)

    async def deliver(self, text):
        await asyncio.sleep(SECONDS)  # stands in for a request
        self.sent.append(text)


async def test_mailbox():
    async with Mailbox() as mailbox:
        mailbox.send("Hello!")
        mailbox.send("Goodbye!")
    assert mailbox.sent == ["Hello!", "Goodbye!"]


asyncio.run(test_mailbox())
print("passed")
