# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would log the slow step, too" }
# ///
"""A thread's lock, held across an `await`, stops the whole loop."""

import asyncio
import threading

lock = threading.Lock()


async def save(name):
    if not lock.acquire(timeout=0.5):
        print(name, "waited 0.5 s, and so did the loop")
        return
    try:
        await asyncio.sleep(0.1)  # while it holds the lock
        print(name, "saved")
    finally:
        lock.release()


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(save("Ada"))
        group.create_task(save("Bob"))


asyncio.run(main())
