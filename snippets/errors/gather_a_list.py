# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""`gather` gets one list instead of several tasks."""

import asyncio


async def double(number):
    return 2 * number


async def main():
    tasks = [asyncio.create_task(double(n)) for n in (1, 2)]
    print(await asyncio.gather(tasks))


asyncio.run(main())
