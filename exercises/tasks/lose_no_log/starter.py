"""Answer as quickly as now, and write every line of the log."""

import asyncio


# The checks use this: leave it as it is.
async def write_log(name):
    await asyncio.sleep(0.3)  # a slow disk
    print("log:", name)


async def answer(name):
    await asyncio.sleep(0.1)
    asyncio.create_task(write_log(name))
    print("answered:", name)


async def main(names):
    for name in names:
        await answer(name)


asyncio.run(main(["Ada", "Bob"]))
