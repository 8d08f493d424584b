# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# dev_mode = { on = false, reason = "the warning is the lesson" }
# ///
"""A `for` loop over a coroutine instead of its list."""

import asyncio


async def names():
    await asyncio.sleep(0.1)
    return ["Ada", "Grace"]


async def main():
    for name in names():
        print(name)


asyncio.run(main())
