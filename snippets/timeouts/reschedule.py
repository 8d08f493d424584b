"""`reschedule` moves the deadline, here with each line that arrives."""

import asyncio
import time


async def lines():
    for pause in [0.2, 0.2, 0.2, 5]:
        await asyncio.sleep(pause)  # a line is on its way
        yield "line"


async def main():
    start = time.perf_counter()
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(0.3) as limit:
            async for line in lines():
                elapsed = time.perf_counter() - start
                print(f"{line} after {elapsed:.1f} s")
                limit.reschedule(loop.time() + 0.3)
    except TimeoutError:
        elapsed = time.perf_counter() - start
        print(f"silence, given up after {elapsed:.1f} s")


asyncio.run(main())
