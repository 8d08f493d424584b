# /// script
# dependencies = ["janus"]
# [tool.lab]
# browser = { runs = false, reason = "it starts a thread, and a page has none" }
# ///
"""With janus: calls from a library's thread go into a queue."""

import asyncio
import time

import janus


def thermometer(queue):  # stands in for the library
    try:
        for degrees in [20, 21, 23, 22]:
            time.sleep(0.1)
            queue.put(degrees)
    except janus.SyncQueueShutDown:
        pass  # the reader has stopped
    finally:
        queue.shutdown()  # so the reader stops, too


async def main():
    queue = janus.Queue(maxsize=1)
    loop = asyncio.get_running_loop()
    job = loop.run_in_executor(None, thermometer, queue.sync_q)
    try:
        while True:
            reading = await queue.async_q.get()
            print("now", reading)
            #> now 20
            #> now 21
            #> now 23
            if reading > 22:
                break
    except janus.AsyncQueueShutDown:
        pass  # the library has ended
    finally:
        await queue.aclose()
        await job


asyncio.run(main())
