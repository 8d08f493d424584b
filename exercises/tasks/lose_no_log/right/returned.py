"""answer returns its task."""

import asyncio


async def write_log(name):
    await asyncio.sleep(0.3)  # a slow disk
    print("log:", name)


async def answer(name):
    await asyncio.sleep(0.1)
    task = asyncio.create_task(write_log(name))
    print("answered:", name)
    return task


async def main(names):
    logs = [await answer(name) for name in names]
    await asyncio.gather(*logs)


asyncio.run(main(["Ada", "Bob"]))
