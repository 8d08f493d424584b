"""The bell is an event."""

import asyncio


class Bell:
    def __init__(self):
        self.rung = asyncio.Event()

    def ring(self):
        self.rung.set()

    async def wait(self):
        await self.rung.wait()


async def main():
    bell = Bell()
    asyncio.get_running_loop().call_later(0.25, bell.ring)
    await bell.wait()
    print("the door is open")


asyncio.run(main())
