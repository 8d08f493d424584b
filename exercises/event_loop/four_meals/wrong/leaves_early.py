"""There is no tea."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.3, print, "dinner")
    loop.call_later(0.2, print, "tea")
    loop.call_soon(print, "breakfast")
    await asyncio.sleep(0.1)
    print("lunch")


asyncio.run(main())
