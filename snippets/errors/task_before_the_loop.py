# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A task is made before any loop runs."""

import asyncio


async def work():
    await asyncio.sleep(0.1)


coroutine = work()
try:
    asyncio.create_task(coroutine)
finally:
    coroutine.close()
