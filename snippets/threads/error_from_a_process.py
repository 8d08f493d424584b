# /// script
# [tool.lab]
# clock = { use = "own", reason = "other processes keep to no clock of the lab" }
# browser = { runs = false, reason = "there are no other processes in the page" }
# dev_mode = { on = false, reason = "it would warn of fork, since the loop's process has threads" }
# ///
"""A process that dies takes the whole pool with it."""

import asyncio
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool


def divide(number):
    if number is None:
        os.kill(os.getpid(), signal.SIGKILL)  # as if out of memory
    return 12 // number


async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=1) as pool:
        for number in [3, 0, 4, None, 6]:
            try:
                call = loop.run_in_executor(pool, divide, number)
                print(await call)
            except ZeroDivisionError as error:
                print("raised there, and here:", error)
            except BrokenProcessPool:
                print(number, "failed: the pool is broken")


if __name__ == "__main__":
    asyncio.run(main())
