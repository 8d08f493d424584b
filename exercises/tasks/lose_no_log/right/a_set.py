"""A set that tasks leave by themselves."""

import asyncio


async def write_log(name):
    await asyncio.sleep(0.3)  # a slow disk
    print("log:", name)


writing = set()


async def answer(name):
    await asyncio.sleep(0.1)
    task = asyncio.create_task(write_log(name))
    writing.add(task)
    task.add_done_callback(writing.discard)
    print("answered:", name)


async def main(names):
    for name in names:
        await answer(name)
    await asyncio.wait(writing)


asyncio.run(main(["Ada", "Bob"]))
