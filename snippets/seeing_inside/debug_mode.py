# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it switches debug mode on by itself" }
# ///
"""In debug mode, asyncio reports each turn that takes too long."""

import asyncio
import logging
import sys
import time


async def answer(name, seconds):
    await asyncio.sleep(0.1)  # stands in for a request
    time.sleep(seconds)  # stands in for computing


async def main():
    asyncio.get_running_loop().slow_callback_duration = 0.2
    async with asyncio.TaskGroup() as group:
        group.create_task(answer("Ada", 0.0), name="Ada")
        group.create_task(answer("Bo", 0.4), name="Bo")


# The start of the message is enough to see which task it is.
logging.basicConfig(stream=sys.stdout, format="%(message).34s ...")
asyncio.run(main(), debug=True)
