"""The program hangs, since nothing can wake it: Bell.wait waits for a future, line 14."""

import asyncio


class Bell:
    def __init__(self):
        self.rung = asyncio.get_running_loop().create_future()

    def ring(self):
        self.rung.done()

    async def wait(self):
        await self.rung


async def main():
    bell = Bell()
    asyncio.get_running_loop().call_later(0.25, bell.ring)
    await bell.wait()
    print("the door is open")


asyncio.run(main())
