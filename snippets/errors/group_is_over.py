# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A task is started in a group that is over."""

import asyncio


async def load():
    await asyncio.sleep(0.1)


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(load())
    coroutine = load()
    try:
        group.create_task(coroutine)
    finally:
        coroutine.close()


asyncio.run(main())
