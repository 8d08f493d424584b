"""The first Ctrl-C asks to stop, the second gives up the clean-up."""

import asyncio
import signal
import time


async def clean_up():
    print("saving everything (Ctrl-C again to give up)")
    await asyncio.sleep(60)
    print("saved")


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def on_ctrl_c():
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, on_ctrl_c)
    # In place of your hand on the keyboard:
    loop.call_later(0.2, signal.raise_signal, signal.SIGINT)
    loop.call_later(0.5, signal.raise_signal, signal.SIGINT)
    await stop.wait()
    await clean_up()


start = time.perf_counter()
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print(f"interrupted after {time.perf_counter() - start:.1f} s")
