"""The loop goes over what the coroutine returns."""

import asyncio


async def names():
    await asyncio.sleep(0.1)
    return ["Ada", "Grace"]


async def main():
    for name in await names():
        print(name)
        #> Ada
        #> Grace


asyncio.run(main())
