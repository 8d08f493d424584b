"""Start at most five calls a second, evenly spaced."""

import asyncio


class Rate:
    def __init__(self, calls, seconds):
        self.pause = seconds / calls
        self.due = 0
        self.lock = asyncio.Lock()

    async def turn(self):
        loop = asyncio.get_running_loop()
        async with self.lock:
            await asyncio.sleep(self.due - loop.time())
            self.due = loop.time() + self.pause


async def fetch(path, rate, start):
    await rate.turn()
    now = asyncio.get_running_loop().time()
    print(f"{now - start:.1f} s: asked for {path}")
    #> 0.0 s: asked for /a
    #> 0.2 s: asked for /b
    #> 0.4 s: asked for /c
    #> 0.6 s: asked for /d
    await asyncio.sleep(0.3)  # the server takes its time


async def main():
    start = asyncio.get_running_loop().time()
    rate = Rate(calls=5, seconds=1)
    async with asyncio.TaskGroup() as group:
        for path in ["/a", "/b", "/c", "/d"]:
            group.create_task(fetch(path, rate, start), name=path)


asyncio.run(main())
