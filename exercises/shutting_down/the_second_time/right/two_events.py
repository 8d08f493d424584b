"""Two events, and a wait for the first of two tasks."""

import asyncio
import signal

# The checks use this name: keep it.
PRESSES = [0.2, 0.5]  # when Ctrl-C is pressed, in seconds
# The checks use this name: keep it.
GOODBYE = 60  # how long the other side takes, in seconds


async def say_goodbye():
    print("saying goodbye")
    await asyncio.sleep(GOODBYE)
    print("goodbye said")


async def main():
    loop = asyncio.get_running_loop()
    for seconds in PRESSES:
        loop.call_later(seconds, signal.raise_signal, signal.SIGINT)
    stop = asyncio.Event()
    again = asyncio.Event()

    def on_ctrl_c():
        (again if stop.is_set() else stop).set()

    loop.add_signal_handler(signal.SIGINT, on_ctrl_c)
    await stop.wait()
    goodbye = asyncio.create_task(say_goodbye())
    giving_up = asyncio.create_task(again.wait())
    await asyncio.wait([goodbye, giving_up], return_when=asyncio.FIRST_COMPLETED)
    goodbye.cancel()
    giving_up.cancel()
    print("main: done")


asyncio.run(main())
