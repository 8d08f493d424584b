# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A subclass of `Future` doesn't call the `__init__` of its base."""

import asyncio


class Reply(asyncio.Future):
    def __init__(self, number):
        self.number = number


async def main():
    reply = Reply(1)
    reply.set_result("yes")


asyncio.run(main())
