# /// script
# [tool.lab]
# masks = ["folder"]
# dev_mode = { on = false, reason = "the program turns debug mode on itself" }
# ///
"""Debug mode names the task that blocked, but not the line."""

import asyncio
import logging
import re
import time


def make_report():
    time.sleep(0.6)  # a call that blocks


async def serve():
    make_report()
    await asyncio.sleep(0.1)


class Shorter(logging.StreamHandler):
    def format(self, record):
        said = record.getMessage()
        said = re.sub(r" wait_for=.*> took", "> took", said)
        return re.sub(r"(\.\d)\d+ seconds", r"\1 s", said)


async def main():
    asyncio.get_running_loop().slow_callback_duration = 0.3
    await asyncio.create_task(serve(), name="Bob")


logging.basicConfig(handlers=[Shorter()])
asyncio.run(main(), debug=True)
