# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# dev_mode = { on = false, reason = "the warning is the lesson" }
# ///
"""A sum that contains a coroutine instead of its result."""

import asyncio


async def price(item):
    await asyncio.sleep(0.1)
    return 100


async def main():
    print("with tax:", price("lamp") * 1.2)


asyncio.run(main())
