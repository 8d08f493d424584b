# /// script
# dependencies = ["anyio"]
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# browser = { runs = false, reason = "AnyIO imports a module that the page's Python doesn't have" }
# ///
"""A generator with a task group in it is closed by another task."""

import asyncio

import anyio


async def numbers():
    async with anyio.create_task_group():
        yield 1


async def main():
    source = numbers()
    async for _ in source:
        break
    await asyncio.create_task(source.aclose())


asyncio.run(main())
