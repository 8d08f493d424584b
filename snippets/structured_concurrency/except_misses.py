# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the traceback is the lesson" }
# ///
"""`except LookupError` doesn't catch what a group raises."""

import asyncio


async def book(what):
    await asyncio.sleep(0.1)
    raise LookupError(f"no {what} left")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(book("hotel"))
    except LookupError as error:
        print("main: no trip,", error)


asyncio.run(main())
