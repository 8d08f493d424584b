"""A loop that runs what is left after `main`."""

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


loop = asyncio.new_event_loop()
loop.run_until_complete(main(["Ada", "Bob"]))
loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(loop)))
loop.close()
