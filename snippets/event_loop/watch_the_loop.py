# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "asyncio itself would log the call that blocks" }
# ///
"""A task that reports when something has blocked the loop."""

import asyncio
import time

PERIOD = 0.1  # seconds
ALLOWED = 0.05


async def watch_the_loop():
    while True:
        began = time.perf_counter()
        await asyncio.sleep(PERIOD)
        late = time.perf_counter() - began - PERIOD
        if late > ALLOWED:
            print(f"something blocked the loop: {late:.1f} s late")
            #> something blocked the loop: 0.4 s late


async def work():
    await asyncio.sleep(0.25)
    time.sleep(0.45)  # a call that blocks
    await asyncio.sleep(0.2)


async def main():
    async with asyncio.TaskGroup() as group:
        watcher = group.create_task(watch_the_loop(), name="watcher")
        await work()
        watcher.cancel()


asyncio.run(main())
