"""Calls from a library's thread, read with `async for`."""

import asyncio
import contextlib
import threading
import time


def thermometer(tell, stop):  # stands in for the library
    for degrees in [20, 21, 23]:
        time.sleep(0.1)
        if not stop.is_set():
            tell(degrees)


async def readings():
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue()
    stop = threading.Event()

    def tell(degrees):  # in the library's thread
        loop.call_soon_threadsafe(queue.put_nowait, degrees)

    job = loop.run_in_executor(None, thermometer, tell, stop)
    job.add_done_callback(queue.put_nowait)  # the last item
    try:
        while (reading := await queue.get()) is not job:
            yield reading
    finally:
        stop.set()
        await job


async def main():
    async with contextlib.aclosing(readings()) as degrees:
        async for reading in degrees:
            print("now", reading)
            if reading > 22:
                break


asyncio.run(main())
