"""The callback puts a name into a queue; a worker saves at any pace."""

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


async def worker(queue):
    while True:
        name = await queue.get()
        await save(name)
        queue.task_done()


async def main():
    queue = asyncio.Queue()
    saving = asyncio.create_task(worker(queue))
    await buttons(queue.put_nowait)
    await queue.join()
    saving.cancel()


asyncio.run(main())
