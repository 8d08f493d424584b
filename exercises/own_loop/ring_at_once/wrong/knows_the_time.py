"""With a bell that rings after 0.43 s, 'both are in' comes after 0.25 s."""

import asyncio


class Bell:
    def __init__(self):
        self.rung = False

    def ring(self):
        self.rung = True

    async def wait(self):
        await asyncio.sleep(0.25)


async def main():
    bell = Bell()
    asyncio.get_running_loop().call_later(0.25, bell.ring)
    await bell.wait()
    print("the door is open")


asyncio.run(main())
