# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""An error in a group comes out in a group of errors."""

import asyncio


async def load(name):
    raise ValueError(f"no {name} today")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(load("mail"))


asyncio.run(main())
