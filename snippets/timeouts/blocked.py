# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would log the slow steps, too" }
# ///
"""A timeout can't end a call that blocks: it comes late or never."""

import asyncio
import time


async def block():
    time.sleep(0.4)  # a call that blocks


async def block_then_wait():
    time.sleep(0.4)
    await asyncio.sleep(0.1)


async def limit(work):
    start = time.perf_counter()
    try:
        async with asyncio.timeout(0.2):
            await work()
        end = "no timeout"
    except TimeoutError:
        end = "timed out"
    print(f"{end} after {time.perf_counter() - start:.1f} s")


async def main():
    await limit(block)
    await limit(block_then_wait)


asyncio.run(main())
