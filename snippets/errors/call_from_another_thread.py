# /// script
# dependencies = ["anyio"]
# [tool.lab]
# browser = { runs = false, reason = "AnyIO imports a module that the page's Python doesn't have" }
# ///
"""A thread of asyncio's calls AnyIO's loop."""

import asyncio

import anyio.from_thread


def work():
    anyio.from_thread.run(anyio.sleep, 0)


async def main():
    try:
        await asyncio.to_thread(work)
    except RuntimeError as error:
        print("RuntimeError:", error)


asyncio.run(main())
