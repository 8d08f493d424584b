"""What belongs to a loop is used while it runs."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(print, "hello")
    await asyncio.sleep(0)


asyncio.run(main())
