# /// script
# dependencies = ["janus"]
# [tool.lab]
# browser = { runs = false, reason = "it starts a thread, and a page has none" }
# ///
"""With janus: calls from a library's thread go into a queue."""

import asyncio
import threading
import time

import janus


def thermometer(tell):  # stands in for the library
    try:
        for degrees in [20, 21, 23, 22]:
            time.sleep(0.1)
            tell(degrees)
    except janus.SyncQueueShutDown:
        pass  # the reader has stopped


async def main():
    queue = janus.Queue(maxsize=1)
    tell = queue.sync_q.put
    thread = threading.Thread(target=thermometer, args=[tell])
    thread.start()
    while True:
        reading = await queue.async_q.get()
        print("now", reading)
        #> now 20
        #> now 21
        #> now 23
        if reading > 22:
            break
    await queue.aclose()
    await asyncio.to_thread(thread.join)


asyncio.run(main())
