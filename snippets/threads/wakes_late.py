# /// script
# [tool.lab]
# browser = { runs = false, reason = "in some browsers, a thread runs to its end at once" }
# dev_mode = { on = false, reason = "debug mode would report the mistake" }
# ///
"""A thread puts an item, and the loop doesn't notice."""

import asyncio
import threading
import time


def measure(queue):  # in a thread
    time.sleep(0.2)
    print("thread: 20 degrees")
    queue.put_nowait(20)  # wrong: not from another thread


async def main():
    queue = asyncio.Queue()
    start = time.perf_counter()
    threading.Thread(target=measure, args=[queue]).start()
    asyncio.get_running_loop().call_later(1, print, "loop: a timer")
    degrees = await queue.get()
    elapsed = time.perf_counter() - start
    print(f"main: {degrees} degrees after {elapsed:.1f} s")


asyncio.run(main())
