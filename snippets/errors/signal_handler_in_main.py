"""The loop is in the main thread, and what blocks is in another."""

import asyncio
import signal
import time


def read_meter():
    time.sleep(0.1)  # a slow device
    return 42


async def main():
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    print(await asyncio.to_thread(read_meter))
    #> 42
    # In place of `kill` in another terminal:
    loop.call_soon(signal.raise_signal, signal.SIGTERM)
    await stop.wait()
    print("stopping")
    #> stopping


asyncio.run(main())
