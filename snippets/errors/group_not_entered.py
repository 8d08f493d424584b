# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A group is used without `async with`."""

import asyncio


async def load():
    await asyncio.sleep(0.1)


async def main():
    group = asyncio.TaskGroup()
    coroutine = load()
    try:
        group.create_task(coroutine)
    finally:
        coroutine.close()


asyncio.run(main())
