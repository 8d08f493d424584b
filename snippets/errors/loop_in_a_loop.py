# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""Inside a running loop, the loop is started again."""

import asyncio


async def price():
    await asyncio.sleep(0.1)
    return 100


async def main():
    loop = asyncio.get_running_loop()
    coroutine = price()
    try:
        print(loop.run_until_complete(coroutine))
    finally:
        coroutine.close()


asyncio.run(main())
