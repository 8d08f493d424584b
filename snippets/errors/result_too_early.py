# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""The result of a task is read before the task is done."""

import asyncio


async def load():
    await asyncio.sleep(0.1)
    return "data"


async def main():
    task = asyncio.create_task(load())
    print(task.result())


asyncio.run(main())
