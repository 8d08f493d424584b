# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""Two tasks await one coroutine."""

import asyncio


async def load():
    await asyncio.sleep(0.1)
    return "data"


async def wait_for(coroutine):
    print(await coroutine)


async def main():
    coroutine = load()
    await asyncio.gather(wait_for(coroutine), wait_for(coroutine))


asyncio.run(main())
