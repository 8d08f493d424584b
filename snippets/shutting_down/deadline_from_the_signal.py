"""The deadline begins when the signal comes, not before."""

import asyncio
import signal


async def run_until(number, work, *, seconds, on_stop):
    """Run `work`; `seconds` after a signal, cancel it."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(None) as deadline:

        def stop():
            if loop.remove_signal_handler(number):  # not too late
                deadline.reschedule(loop.time() + seconds)
                on_stop()

        loop.add_signal_handler(number, stop)
        try:
            return await work
        finally:
            loop.remove_signal_handler(number)


async def copy_all(files):
    while files:
        name = files.pop(0)
        await asyncio.sleep(0.2)
        print(name, "copied")
        #> a copied
        #> b copied


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.3, signal.raise_signal, signal.SIGINT)
    files = ["a", "b", "c", "d"]
    work = copy_all(files)
    await run_until(signal.SIGINT, work, seconds=1, on_stop=files.clear)


asyncio.run(main())
