"""Ada was answered after 0.2 s, not 0.1 s."""

import asyncio

logs = []


# The checks use this name: keep it.
async def write_log(name):
    await asyncio.sleep(0.3)  # a slow disk
    print("log:", name)


async def answer(name):
    await asyncio.sleep(0.1)
    logs.append(asyncio.create_task(write_log(name)))


async def main(names):
    for name in names:
        await answer(name)
    for name in names:
        print("answered:", name)
    for task in logs:
        await task


asyncio.run(main(["Ada", "Bob"]))
