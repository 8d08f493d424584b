"""The loop serves lunch as well."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(0.3, print, "dinner")
    loop.call_later(0.2, print, "tea")
    loop.call_soon(print, "breakfast")
    loop.call_later(0.1, print, "lunch")
    await asyncio.sleep(0.35)


asyncio.run(main())
