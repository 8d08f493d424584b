# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""The time is up, and nothing catches the error."""

import asyncio


async def load():
    await asyncio.sleep(3)


async def main():
    async with asyncio.timeout(0.1):
        await load()


asyncio.run(main())
