"""A framework awaits async def endpoints. Others get a thread."""

import asyncio
import inspect
import time


async def blocks():
    time.sleep(0.3)


def in_a_thread():
    time.sleep(0.3)


async def waits():
    await asyncio.sleep(0.1)


async def call(endpoint):  # what a framework does for a request
    if inspect.iscoroutinefunction(endpoint):
        await endpoint()
    else:
        await asyncio.to_thread(endpoint)
    print(endpoint.__name__, "has answered")
    #> blocks has answered
    #> waits has answered
    #> waits has answered
    #> in_a_thread has answered


async def main():
    for first in [blocks, in_a_thread]:
        async with asyncio.TaskGroup() as group:
            for endpoint in [first, waits]:
                request = call(endpoint)
                group.create_task(request, name=endpoint.__name__)


asyncio.run(main())
