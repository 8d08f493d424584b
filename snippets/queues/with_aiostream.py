# /// script
# dependencies = ["aiostream"]
# [tool.lab]
# browser = { runs = false, reason = "the page doesn't carry aiostream" }
# ///
"""With aiostream: three steps, each ahead by one item."""

import asyncio

from aiostream import pipe, stream


async def read(lines):
    for line in lines:
        await asyncio.sleep(0.01)  # the disk takes its time
        yield line


async def fetch(line):
    await asyncio.sleep(0.1)  # the network takes its time
    return line.upper()


async def run(lines):
    pages = stream.iterate(read(lines)) | pipe.map(fetch, task_limit=2)
    async with pages.stream() as fetched:
        async for page in fetched:
            print("stored", page)
            #> stored NEWS
            #> stored MAIL
            #> stored MAP


asyncio.run(run(["news", "mail", "map"]))
