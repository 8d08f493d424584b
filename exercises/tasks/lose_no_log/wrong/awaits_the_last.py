"""With a slower disk, lines of the log are lost. How long does main wait?"""

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
    await logs[-1]


asyncio.run(main(["Ada", "Bob"]))
