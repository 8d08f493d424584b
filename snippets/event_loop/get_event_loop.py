# /// script
# [tool.lab]
# masks = ["folder"]
# dev_mode = { on = false, reason = "the warning is the lesson" }
# ///
"""The first two lines of a program from 2015, run today."""

import asyncio


async def double(x):
    return x * 2


try:
    loop = asyncio.get_event_loop()
except RuntimeError as error:
    print(f"RuntimeError: {error}")
else:
    print(loop.run_until_complete(double(6)))
    loop.close()
