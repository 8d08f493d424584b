"""A future for each that waits."""

import asyncio


class Bell:
    def __init__(self):
        self.rung = False
        self.waiting = []

    def ring(self):
        self.rung = True
        for future in self.waiting:
            future.set_result(None)

    async def wait(self):
        if not self.rung:
            future = asyncio.get_running_loop().create_future()
            self.waiting.append(future)
            await future


async def main():
    bell = Bell()
    asyncio.get_running_loop().call_later(0.25, bell.ring)
    await bell.wait()
    print("the door is open")


asyncio.run(main())
