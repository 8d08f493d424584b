# /// script
# dependencies = ["anyio"]
# [tool.lab]
# browser = { runs = false, reason = "AnyIO imports a module that the page's Python doesn't have" }
# ///
"""A thread that AnyIO has started calls its loop."""

import asyncio

import anyio.from_thread
import anyio.to_thread


def work():
    anyio.from_thread.run(anyio.sleep, 0)
    return "done"


async def main():
    print(await anyio.to_thread.run_sync(work))
    #> done


asyncio.run(main())
