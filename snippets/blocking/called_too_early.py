# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would log the slow step, too" }
# exit = { status = 1, reason = "the error is the lesson" }
# masks = ["traceback"]
# ///
"""With the brackets, you call the function yourself, and it blocks."""

import asyncio
import time


def make_report():
    time.sleep(0.6)  # a call that blocks
    return "report"


async def tick():
    for number in [1, 2, 3]:
        print("tick", number)
        await asyncio.sleep(0.1)


async def main():
    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0)
    print(await asyncio.to_thread(make_report()))
    await ticking


asyncio.run(main())
