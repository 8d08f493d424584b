"""Dinner tells that it is over."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    served = asyncio.Event()

    def dinner():
        print("dinner")
        served.set()

    loop.call_later(0.3, dinner)
    loop.call_later(0.2, print, "tea")
    loop.call_soon(print, "breakfast")
    await asyncio.sleep(0.1)
    print("lunch")
    await served.wait()


asyncio.run(main())
