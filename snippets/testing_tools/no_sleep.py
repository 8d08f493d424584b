"""A test that waits for what it needs."""

import asyncio
import time


class Mailbox:
    def __init__(self, seconds):
        self.seconds = seconds
        self.sent = []
        self.task = None

    def send(self, text):
        self.task = asyncio.create_task(self.deliver(text))

    async def deliver(self, text):
        await asyncio.sleep(self.seconds)  # stands in for a request
        self.sent.append(text)

    async def empty(self):
        if self.task:
            await self.task


async def test_that_waits(mailbox):
    mailbox.send("Hello!")
    async with asyncio.timeout(10):
        await mailbox.empty()
    assert mailbox.sent == ["Hello!"]


async def main():
    for seconds in (0.1, 0.6):
        start = time.perf_counter()
        await test_that_waits(Mailbox(seconds))
        print(f"passed after {time.perf_counter() - start:.1f} s")
        #> passed after 0.1 s
        #> passed after 0.6 s


asyncio.run(main())
