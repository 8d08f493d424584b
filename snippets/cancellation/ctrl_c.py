# /// script
# [tool.lab]
# browser = { runs = false, reason = "a page has no Ctrl-C" }
# ///
"""Ctrl-C cancels the main task, and with it all that main waits for."""

import asyncio
import signal


async def worker(name):
    try:
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(0.1)  # stands for saying goodbye
        print(f"{name}: said goodbye")


async def main():
    loop = asyncio.get_running_loop()
    # Stands for you, who press Ctrl-C after 0.2 seconds.
    loop.call_later(0.2, signal.raise_signal, signal.SIGINT)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(worker("Ada"))
            group.create_task(worker("Bob"))
    except asyncio.CancelledError:
        print("main: cancelled")
        raise


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("and at the end, KeyboardInterrupt")
