"""Both signals set an event, and main does the rest."""

import asyncio
import signal


async def watch():
    try:
        while True:
            print("watch: all is well")
            await asyncio.sleep(0.1)
    finally:
        await asyncio.sleep(0.1)  # says goodbye to a server
        print("watch: connection closed")


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in [signal.SIGINT, signal.SIGTERM]:
        loop.add_signal_handler(number, stop.set)
    # In place of `kill` in another terminal, after 0.25 seconds:
    loop.call_later(0.25, signal.raise_signal, signal.SIGTERM)

    task = asyncio.create_task(watch(), name="watch")
    await stop.wait()
    print("main: stopping")
    task.cancel()
    await asyncio.wait([task])
    print("main: the last one to go")


asyncio.run(main())
