"""The group waits at its end."""

import asyncio


async def write_log(name):
    await asyncio.sleep(0.3)  # a slow disk
    print("log:", name)


async def answer(name, group):
    await asyncio.sleep(0.1)
    group.create_task(write_log(name))
    print("answered:", name)


async def main(names):
    async with asyncio.TaskGroup() as group:
        for name in names:
            await answer(name, group)


asyncio.run(main(["Ada", "Bob"]))
