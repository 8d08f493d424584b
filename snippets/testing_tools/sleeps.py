"""A test that sleeps guesses how long the program takes."""

import asyncio


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


async def test_with_a_sleep(mailbox):
    mailbox.send("Hello!")
    await asyncio.sleep(0.5)
    assert mailbox.sent == ["Hello!"]


async def main():
    for seconds in (0.1, 0.6):
        try:
            await test_with_a_sleep(Mailbox(seconds))
            print(f"delivered in {seconds} s: passed")
        except AssertionError:
            print(f"delivered in {seconds} s: failed")


asyncio.run(main())
