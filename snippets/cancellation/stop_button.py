"""A Stop button: it may be pressed at any time, and more than once."""

import asyncio


class Download:
    def __init__(self):
        self.task = self.stopped = None

    def start(self):
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.run(), name="download")

    async def stop(self):
        if (task := self.task) is None:  # start may replace it
            return
        if task is not self.stopped:  # twice would end its clean-up
            self.stopped = task
            task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    async def run(self):
        try:
            while True:
                await asyncio.sleep(0.1)  # the network takes its time
                print("another part")
        finally:
            print("stopped")


async def main():
    download = Download()
    download.start()
    try:
        await asyncio.sleep(0.25)
    finally:
        await download.stop()


asyncio.run(main())
