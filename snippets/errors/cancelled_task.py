# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A task that was cancelled is awaited."""

import asyncio


async def load():
    await asyncio.sleep(3)


async def main():
    task = asyncio.create_task(load())
    await asyncio.sleep(0.1)
    task.cancel()
    await task


asyncio.run(main())
