"""A slow reader of progress gets the newest numbers, not all."""

import asyncio


class Progress:
    def __init__(self):
        self.done = 0
        self.changed = asyncio.Event()

    def tell(self):
        self.changed.set()
        self.changed = asyncio.Event()

    async def numbers(self, total):
        while True:
            changed, done = self.changed, self.done
            yield done
            if done == total:
                return
            await changed.wait()


async def check(progress):
    for _ in range(10):
        await asyncio.sleep(0.2)
        progress.done += 1
        progress.tell()


async def watch(progress):
    async for done in progress.numbers(total=10):
        print(done, "of 10")
        await asyncio.sleep(0.85)  # it reads slowly


async def main():
    progress = Progress()
    await asyncio.gather(check(progress), watch(progress))


asyncio.run(main())
