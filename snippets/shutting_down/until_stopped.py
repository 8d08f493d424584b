"""An event that Ctrl-C and SIGTERM set, on Windows too."""

import asyncio
import signal
from contextlib import contextmanager


@contextmanager
def stop_signals():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    before = {}

    def put_back():
        while before:
            signal.signal(*before.popitem())

    def on_signal(number, frame):
        put_back()  # the second one does what it always did
        loop.call_soon_threadsafe(stop.set)

    for name in ["SIGINT", "SIGTERM", "SIGBREAK"]:  # the last: Windows
        if number := getattr(signal, name, None):
            before[number] = signal.signal(number, on_signal)
    try:
        yield stop
    finally:
        put_back()


async def main():
    loop = asyncio.get_running_loop()
    with stop_signals() as stop:
        loop.call_later(0.2, signal.raise_signal, signal.SIGTERM)
        await stop.wait()
        print("stopping")
        #> stopping


asyncio.run(main())
