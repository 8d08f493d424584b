# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""An awaitable of your own yields something asyncio doesn't know."""

import asyncio


class Pause:
    def __await__(self):
        yield 0.1


async def main():
    await Pause()


asyncio.run(main())
