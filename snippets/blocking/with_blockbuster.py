# /// script
# dependencies = ["blockbuster"]
# [tool.lab]
# clock = { use = "own", reason = "blockbuster watches Python's own calls, not the lab's" }
# browser = { runs = false, reason = "it needs compiled code that the page doesn't have" }
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""blockbuster turns a call that blocks into an error."""

import asyncio
import time

from blockbuster import blockbuster_ctx


def make_report():
    time.sleep(0.1)
    return "report"


async def main():
    report = await asyncio.to_thread(make_report)
    print("in a thread:", report)
    report = make_report()
    print("never printed")


with blockbuster_ctx():
    asyncio.run(main())
