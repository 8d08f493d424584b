"""Wake every waiting task when the bell rings, without polling."""

import asyncio


# The checks use this name: keep it.
class Bell:
    def __init__(self):
        self.rung = asyncio.get_running_loop().create_future()

    def ring(self):
        self.rung.set_result(True)

    async def wait(self):
        await self.rung


async def main():
    bell = Bell()
    asyncio.get_running_loop().call_later(0.25, bell.ring)
    await bell.wait()
    print("the door is open")


asyncio.run(main())
