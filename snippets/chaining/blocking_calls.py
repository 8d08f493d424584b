"""Calls that can only block, in a pool of up to eight threads."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def look_up(name):
    time.sleep(0.2)  # can only block
    return len(name)


async def look_up_all(names):
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(max_workers=8)
    try:
        calls = [
            loop.run_in_executor(pool, look_up, name) for name in names
        ]
        return await asyncio.gather(*calls)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


async def main():
    print(await look_up_all(["Ada", "Bob", "Charles"]))
    #> [3, 3, 7]


asyncio.run(main())
