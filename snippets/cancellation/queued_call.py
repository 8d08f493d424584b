"""You can cancel a queued call for a thread, but not a running one."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def work(name):
    print(name, "begins")
    time.sleep(0.3)  # a call that blocks
    print(name, "done")


async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1) as pool:
        first = loop.run_in_executor(pool, work, "first")
        second = loop.run_in_executor(pool, work, "second")
        await asyncio.sleep(0.1)
        first.cancel()
        second.cancel()
        await asyncio.wait([first, second])
        print("main: both cancelled")


asyncio.run(main())
