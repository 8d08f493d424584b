"""A child ended after 0.1 s, but `stop` waits for it until 0.5 s."""

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
    await asyncio.sleep(0.5)
    if not child.over.is_set():
        child.kill()
    await child.wait()


async def main():
    for needs in [0.1, 60]:
        await stop(Child(needs))
        print("it has ended")


asyncio.run(main())
