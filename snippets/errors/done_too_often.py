# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""`task_done` is called more often than `get`."""

import asyncio


async def main():
    queue = asyncio.Queue()
    queue.put_nowait("job")
    await queue.get()
    queue.task_done()
    queue.task_done()


asyncio.run(main())
