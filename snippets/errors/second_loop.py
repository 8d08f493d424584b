# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""Inside a running loop, another loop is started."""

import asyncio


async def price():
    await asyncio.sleep(0.1)
    return 100


async def main():
    other = asyncio.new_event_loop()
    coroutine = price()
    try:
        print(other.run_until_complete(coroutine))
    finally:
        coroutine.close()
        other.close()


asyncio.run(main())
