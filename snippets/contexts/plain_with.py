# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""`with` where `async with` belongs."""

import asyncio


async def main():
    lock = asyncio.Lock()
    with lock:
        print("mine")


asyncio.run(main())
