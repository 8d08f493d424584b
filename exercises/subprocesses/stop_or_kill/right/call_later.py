"""A timer kills it, unless it ends before."""

import asyncio


class Child:  # stands in for another program
    def __init__(self, needs):
        self.needs = needs  # seconds, from terminate to its end
        self.over = asyncio.Event()

    def terminate(self):
        print("please stop")
        loop = asyncio.get_running_loop()
        loop.call_later(self.needs, self.over.set)

    def kill(self):
        print("killed")
        self.over.set()

    async def wait(self):
        await self.over.wait()


async def stop(child):
    child.terminate()
    loop = asyncio.get_running_loop()
    timer = loop.call_later(0.5, child.kill)
    try:
        await child.wait()
    finally:
        timer.cancel()


async def main():
    for needs in [0.1, 60]:
        await stop(Child(needs))
        print("it has ended")


asyncio.run(main())
