"""The future is made and awaited in one loop."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(0.1, future.set_result, "ready")
    print(await future)
    #> ready


asyncio.run(main())
