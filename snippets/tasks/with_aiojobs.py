# /// script
# dependencies = ["aiojobs"]
# [tool.lab]
# browser = { runs = false, reason = "the page doesn't carry aiojobs" }
# ///
"""With aiojobs: background tasks that report failures, and end well."""

import asyncio

from aiojobs import Scheduler


async def save(seconds):
    await asyncio.sleep(seconds)  # the disk takes its time
    print("saved")
    #> saved


def report(scheduler, context):
    print("a task failed:", context["exception"])


async def main():
    background = Scheduler(exception_handler=report)
    try:
        await background.spawn(save(0.3))
        await background.wait_and_close(1)
    finally:
        await background.close()  # in case main is cancelled


asyncio.run(main())
