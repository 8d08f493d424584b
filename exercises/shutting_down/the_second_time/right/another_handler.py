"""Another handler after the first Ctrl-C."""

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
    loop.add_signal_handler(signal.SIGINT, stop.set)
    await stop.wait()
    goodbye = asyncio.create_task(say_goodbye())
    loop.add_signal_handler(signal.SIGINT, goodbye.cancel)
    try:
        await goodbye
    except asyncio.CancelledError:
        print("given up")
    print("main: done")


asyncio.run(main())
