"""Background tasks that are kept, report failures, and end well."""

import asyncio


class Background:
    def __init__(self):
        self.tasks = set()

    def start(self, coroutine):
        task = asyncio.create_task(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.ended)

    def ended(self, task):
        self.tasks.discard(task)
        if not task.cancelled() and task.exception():
            print("a task failed:", task.exception())

    async def finish(self, seconds):
        try:
            if self.tasks:
                await asyncio.wait(self.tasks, timeout=seconds)
        finally:
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)


async def save(seconds):
    await asyncio.sleep(seconds)  # the disk takes its time
    print("saved")
    #> saved


async def main():
    background = Background()
    background.start(save(0.3))
    await background.finish(1)


asyncio.run(main())
