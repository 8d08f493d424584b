"""Six calls and two threads: the calls wait in line."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


def make_report(number):
    time.sleep(0.2)  # a call that blocks
    return number


async def main():
    loop = asyncio.get_running_loop()
    start = time.perf_counter()
    with ThreadPoolExecutor(max_workers=2) as pool:
        calls = [
            loop.run_in_executor(pool, make_report, number)
            for number in range(6)
        ]
        print(await asyncio.gather(*calls))
    print(f"took {time.perf_counter() - start:.1f} s")


asyncio.run(main())
