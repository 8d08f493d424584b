"""A clean-up that could hang has a limit."""

import asyncio
import time


async def say_goodbye():
    await asyncio.sleep(60)  # the server does not answer any more


async def download():
    try:
        await asyncio.sleep(1)
    finally:
        try:
            async with asyncio.timeout(0.1):
                await say_goodbye()
        except TimeoutError:
            print("download: no goodbye")


async def main():
    start = time.perf_counter()
    try:
        async with asyncio.timeout(0.2):
            await download()
    except TimeoutError:
        elapsed = time.perf_counter() - start
        print(f"main: given up after {elapsed:.1f} s")


asyncio.run(main())
