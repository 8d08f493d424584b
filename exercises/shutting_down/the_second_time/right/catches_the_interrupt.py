"""KeyboardInterrupt is caught outside the loop."""

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
    loop.remove_signal_handler(signal.SIGINT)
    await say_goodbye()
    print("main: done")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("gave up")
