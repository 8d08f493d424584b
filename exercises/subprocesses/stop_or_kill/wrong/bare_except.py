"""When its task is cancelled, `stop` doesn't raise CancelledError."""

import asyncio


class Child:  # stands in for another program
    def __init__(self, needs):
        self.needs = needs  # seconds, from terminate to its end
        self.over = asyncio.Event()

    def terminate(self):
        print("please stop")
        asyncio.get_running_loop().call_later(self.needs, self.over.set)

    def kill(self):
        print("killed")
        self.over.set()

    async def wait(self):
        await self.over.wait()


async def stop(child):
    child.terminate()
    try:
        async with asyncio.timeout(0.5):
            await child.wait()
    except:
        child.kill()
        await child.wait()


async def main():
    for needs in [0.1, 60]:
        await stop(Child(needs))
        print("it has ended")


asyncio.run(main())
