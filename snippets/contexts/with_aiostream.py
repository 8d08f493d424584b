# /// script
# dependencies = ["aiostream"]
# [tool.lab]
# browser = { runs = false, reason = "the page doesn't carry aiostream" }
# ///
"""With aiostream: several async iterators as one."""

import asyncio

from aiostream import stream


async def chat(name, pause):
    for number in (1, 2):
        await asyncio.sleep(pause)  # the message is on its way
        yield f"{name} {number}"


async def main():
    both = stream.merge(chat("Ada", 0.2), chat("Bob", 0.3))
    async with both.stream() as messages:
        print([message async for message in messages])
        #> ['Ada 1', 'Bob 1', 'Ada 2', 'Bob 2']


asyncio.run(main())
