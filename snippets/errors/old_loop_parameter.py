# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A loop is passed to a function that no longer takes one."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(1, loop=loop)


asyncio.run(main())
