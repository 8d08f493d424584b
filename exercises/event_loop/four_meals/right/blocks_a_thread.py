"""`time.sleep` in a thread."""

import asyncio
import time


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.3, print, "dinner")
    loop.call_later(0.2, print, "tea")
    loop.call_soon(print, "breakfast")
    await asyncio.to_thread(time.sleep, 0.1)
    print("lunch")
    await asyncio.sleep(0.25)


asyncio.run(main())
