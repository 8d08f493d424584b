"""The line 'log: Ada' is missing. Is main over before it is written?"""

import asyncio

logs = []


async def write_log(name):
    await asyncio.sleep(0.3)  # a slow disk
    print("log:", name)


async def answer(name):
    await asyncio.sleep(0.1)
    logs.append(asyncio.create_task(write_log(name)))
    print("answered:", name)


async def main(names):
    for name in names:
        await answer(name)


asyncio.run(main(["Ada", "Bob"]))
