"""A class of your own that works with `async for`."""

import asyncio


class Countdown:
    def __init__(self, start):
        self.left = start

    def stop(self):
        self.left = 0

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.left == 0:
            raise StopAsyncIteration
        await asyncio.sleep(0.1)
        self.left -= 1
        return self.left


async def main():
    countdown = Countdown(10)
    async for number in countdown:
        print(number)
        if number == 7:
            countdown.stop()
    print("stopped")


asyncio.run(main())
