"""An object keeps the tasks; each leaves when it is done."""

import asyncio

CLICKS = ["red", "green", "blue"]


async def save(name):
    await asyncio.sleep(0.3)  # the disk takes its time
    print("saved", name)


async def buttons(on_click):
    for name in CLICKS:
        await asyncio.sleep(0.1)
        print("clicked", name)
        on_click(name)


class Saver:
    def __init__(self):
        self.tasks = set()

    def __call__(self, name):
        task = asyncio.ensure_future(save(name))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def finish(self):
        while self.tasks:
            await asyncio.wait(self.tasks)


async def main():
    saver = Saver()
    await buttons(saver)
    await saver.finish()


asyncio.run(main())
