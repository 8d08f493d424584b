# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""`async with` where only `with` belongs."""

import asyncio
import io


async def main():
    async with io.StringIO("a line") as file:
        print(file.read())


asyncio.run(main())
