# /// script
# dependencies = ["aiostream"]
# [tool.lab]
# browser = { runs = false, reason = "the page doesn't carry aiostream" }
# ///
"""With aiostream: many items, with at most two at once."""

import asyncio

from aiostream import stream


async def for_each(items, action, at_once):
    async def both(item):
        return item, await action(item)

    results = stream.map(
        stream.iterate(items), both, ordered=False, task_limit=at_once
    )
    async with results.stream() as pairs:
        return {item: result async for item, result in pairs}


async def download(name):
    print("begin", name)
    #> begin a.jpg
    #> begin bb.jpg
    #> begin ccc.jpg
    await asyncio.sleep(0.1)  # the network takes its time
    return len(name)


async def main():
    names = ["a.jpg", "bb.jpg", "ccc.jpg"]
    print(await for_each(names, download, at_once=2))
    #> {'a.jpg': 5, 'bb.jpg': 6, 'ccc.jpg': 7}


asyncio.run(main())
