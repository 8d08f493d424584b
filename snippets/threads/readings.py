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

    thread = threading.Thread(target=thermometer, args=(tell, stop))
    thread.start()
    try:
        while True:
            yield await queue.get()
    finally:
        stop.set()
        await asyncio.to_thread(thread.join)


async def main():
    async with contextlib.aclosing(readings()) as degrees:
        async for reading in degrees:
            print("now", reading)
            if reading > 22:
                break


asyncio.run(main())
