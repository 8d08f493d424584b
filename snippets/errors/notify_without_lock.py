# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A condition is notified without its lock."""

import asyncio


async def main():
    changed = asyncio.Condition()
    changed.notify_all()


asyncio.run(main())
