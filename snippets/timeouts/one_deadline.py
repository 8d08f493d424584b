"""With `timeout_at`, several steps share one deadline."""

import asyncio
import time


async def step(name, deadline):
    async with asyncio.timeout_at(deadline):
        await asyncio.sleep(0.2)  # asks a server
        print(name, "done")


async def main():
    start = time.perf_counter()
    loop = asyncio.get_running_loop()
    deadline = loop.time() + 0.5
    try:
        for name in ["log in", "search", "download"]:
            await step(name, deadline)
    except TimeoutError:
        elapsed = time.perf_counter() - start
        print(f"{name}: out of time after {elapsed:.1f} s")


asyncio.run(main())
