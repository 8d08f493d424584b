"""Ctrl-C cancels the main task and the group that it waits for."""

import asyncio
import signal


async def worker(name, seconds):
    try:
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(seconds)  # says goodbye
        print(f"{name}: said goodbye")


async def main():
    loop = asyncio.get_running_loop()
    # In place of your hand on the keyboard, after 0.2 seconds:
    loop.call_later(0.2, signal.raise_signal, signal.SIGINT)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(worker("Ada", 0.1), name="Ada")
            group.create_task(worker("Bob", 0.2), name="Bob")
    finally:
        print("main: the last one to go")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("asyncio.run: KeyboardInterrupt")
