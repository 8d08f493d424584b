"""A handler of the loop has to wait for its turn."""

import asyncio
import signal


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.add_signal_handler(signal.SIGINT, stop.set)
    for _ in range(3):
        signal.raise_signal(signal.SIGINT)
        print("asked to stop?", stop.is_set())
        #> asked to stop? False
        #> asked to stop? False
        #> asked to stop? False
    await asyncio.sleep(0.1)
    print("asked to stop?", stop.is_set())
    #> asked to stop? True


asyncio.run(main())
