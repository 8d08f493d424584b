"""A queue, and one task that writes."""

import asyncio


async def write_log(name):
    await asyncio.sleep(0.3)  # a slow disk
    print("log:", name)


lines = asyncio.Queue()


async def logger():
    while True:
        await write_log(await lines.get())
        lines.task_done()


async def answer(name):
    await asyncio.sleep(0.1)
    lines.put_nowait(name)
    print("answered:", name)


async def main(names):
    task = asyncio.create_task(logger())
    for name in names:
        await answer(name)
    await lines.join()
    task.cancel()


asyncio.run(main(["Ada", "Bob"]))
