"""The loop is blocked in between, so no other meal could be served then."""

import asyncio
import time


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.3, print, "dinner")
    loop.call_later(0.2, print, "tea")
    loop.call_soon(print, "breakfast")
    await asyncio.sleep(0)
    time.sleep(0.1)
    print("lunch")
    await asyncio.sleep(0.3)


asyncio.run(main())
