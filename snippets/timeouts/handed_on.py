"""A limit that you pass on starts over for each call."""

import asyncio
import time


async def ask(name, timeout=None):
    async with asyncio.timeout(timeout):
        await asyncio.sleep(0.2)  # asks a server


async def show_page(timeout=None):
    await ask("news", timeout=timeout)
    await ask("mail", timeout=timeout)


async def main():
    start = time.perf_counter()
    await show_page(timeout=0.3)
    print(f"no timeout, after {time.perf_counter() - start:.1f} s")
    #> no timeout, after 0.4 s

    start = time.perf_counter()
    try:
        async with asyncio.timeout(0.3):
            await show_page()
    except TimeoutError:
        print(f"timeout after {time.perf_counter() - start:.1f} s")
        #> timeout after 0.3 s


asyncio.run(main())
