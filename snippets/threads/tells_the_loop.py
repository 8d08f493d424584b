"""`call_soon_threadsafe` puts the item in the loop's own thread."""

import asyncio
import threading
import time


def measure(loop, queue):  # in a thread
    time.sleep(0.2)
    print("thread: 20 degrees")
    loop.call_soon_threadsafe(queue.put_nowait, 20)


async def main():
    queue = asyncio.Queue()
    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    threading.Thread(target=measure, args=[loop, queue]).start()
    degrees = await queue.get()
    elapsed = time.perf_counter() - start
    print(f"main: {degrees} degrees after {elapsed:.1f} s")


asyncio.run(main())
