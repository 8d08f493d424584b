"""An event ends the main coroutine, and the loop ends with it."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    loop.call_later(0.1, stop.set)
    await stop.wait()
    print("stopped")
    #> stopped


asyncio.run(main())
