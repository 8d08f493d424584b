# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would log the slow step, too" }
# exit = { status = 1, reason = "the error is the lesson" }
# masks = ["traceback"]
# ///
"""With the brackets, you call the function yourself, and it blocks."""

import asyncio
import threading
import time


def make_report():
    here = threading.current_thread()
    print("in the loop's thread:", here is threading.main_thread())
    time.sleep(0.6)  # a call that blocks
    return "report"


async def main():
    print(await asyncio.to_thread(make_report))
    print(await asyncio.to_thread(make_report()))


asyncio.run(main())
