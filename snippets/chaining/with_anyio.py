# /// script
# dependencies = ["anyio"]
# [tool.lab]
# browser = { runs = false, reason = "AnyIO imports a module that the page's Python doesn't have" }
# ///
"""With AnyIO: calls that can only block, in up to eight threads."""

import asyncio
import time

import anyio
from anyio.to_thread import run_sync


def look_up(name):
    time.sleep(0.2)  # can only block
    return len(name)


async def look_up_all(names):
    limiter = anyio.CapacityLimiter(8)
    async with asyncio.TaskGroup() as group:
        calls = [
            group.create_task(run_sync(look_up, name, limiter=limiter))
            for name in names
        ]
    return [call.result() for call in calls]


async def main():
    print(await look_up_all(["Ada", "Bob", "Charles"]))
    #> [3, 3, 7]


anyio.run(main)
