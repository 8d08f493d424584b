# /// script
# [tool.lab]
# lines = { most = 43, reason = "a recipe is whole: it brings its sources" }
# ///
"""Several async iterators as one: items come as they arrive."""

import asyncio
from contextlib import asynccontextmanager


async def chat(name, pause):
    for number in (1, 2):
        await asyncio.sleep(pause)  # the message is on its way
        yield f"{name} {number}"


@asynccontextmanager
async def merged(*sources):
    queue, end = asyncio.Queue(maxsize=1), object()

    async def read(source):
        try:
            async for item in source:
                await queue.put(item)
        finally:
            if hasattr(source, "aclose"):  # a generator
                await source.aclose()
        await queue.put(end)

    async def items(reading):
        while reading:
            if (item := await queue.get()) is not end:
                yield item
            else:
                reading -= 1

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(read(source)) for source in sources]
        yield items(len(tasks))
        for task in tasks:
            task.cancel()


async def main():
    async with merged(chat("Ada", 0.2), chat("Bob", 0.3)) as stream:
        print([message async for message in stream])
        #> ['Ada 1', 'Bob 1', 'Ada 2', 'Bob 2']


asyncio.run(main())
