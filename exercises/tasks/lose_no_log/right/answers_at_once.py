"""A gathered answer that writes its own log."""

import asyncio


async def write_log(name):
    await asyncio.sleep(0.3)  # a slow disk
    print("log:", name)


async def answer(name):
    await asyncio.sleep(0.1)
    print("answered:", name)
    await write_log(name)


async def main(names):
    await asyncio.gather(*map(answer, names))


asyncio.run(main(["Ada", "Bob"]))
