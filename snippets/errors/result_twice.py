# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A future gets two results."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    answer.set_result("the first")
    answer.set_result("the second")


asyncio.run(main())
