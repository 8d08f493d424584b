"""It waits for each delivery before it sends the next mail."""

import asyncio

SECONDS = 0.3


class Mailbox:
    def __init__(self):
        self.sent = []
        self.tasks = []

    def send(self, text):
        task = asyncio.create_task(self.deliver(text))
        self.tasks.append(task)
        return task

    async def deliver(self, text):
        await asyncio.sleep(SECONDS)  # stands in for a request
        self.sent.append(text)


async def test_mailbox():
    mailbox = Mailbox()
    await mailbox.send("Hello!")
    await mailbox.send("Goodbye!")
    assert mailbox.sent == ["Hello!", "Goodbye!"]


asyncio.run(test_mailbox())
print("passed")
