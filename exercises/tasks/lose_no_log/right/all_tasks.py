"""All tasks but the current one, gathered."""

import asyncio


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
    await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}))


asyncio.run(main(["Ada", "Bob"]))
