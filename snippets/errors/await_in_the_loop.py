"""Inside a running loop, a coroutine is awaited."""

import asyncio


async def price():
    await asyncio.sleep(0.1)
    return 100


async def main():
    print(await price())
    #> 100


asyncio.run(main())
