# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""asyncio.wait gets an empty list."""

import asyncio


async def main():
    tasks = []
    await asyncio.wait(tasks)


asyncio.run(main())
