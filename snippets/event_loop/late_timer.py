# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would log the slow step, too" }
# ///
"""While one task blocks, every timer in the program is late."""

import asyncio
import time


async def alarm():
    start = time.perf_counter()
    await asyncio.sleep(0.1)
    elapsed = time.perf_counter() - start
    print(f"alarm: set to 0.1 s, rings after {elapsed:.1f} s")


async def blocking_call():
    time.sleep(0.4)  # a call that blocks


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(alarm(), name="alarm")
        group.create_task(blocking_call(), name="block")


asyncio.run(main())
