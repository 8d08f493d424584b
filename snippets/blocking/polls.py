# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would log the slow steps, too" }
# ///
"""A loop that asks again and again keeps the answer from coming."""

import asyncio
import time


async def kettle(state):
    await asyncio.sleep(0.3)
    state["hot"] = True


async def main(pause):
    state = {"hot": False}
    boiling = asyncio.create_task(kettle(state))
    for look in range(1, 11):
        if state["hot"]:
            print("tea, after look", look)
            break
        await pause(0.1)
    else:  # no break
        print("no tea")
    boiling.cancel()


async def blocking(seconds):
    time.sleep(seconds)


asyncio.run(main(blocking))
asyncio.run(main(asyncio.sleep))
