"""Two tasks interleave, and comments pretend that they do not."""

import asyncio


async def a():
    print("a 0")
    #> a 0
    await asyncio.sleep(0)
    print("a 1")
    #> a 1


async def b():
    print("b 0")
    #> b 0
    await asyncio.sleep(0)
    print("b 1")
    #> b 1


async def main():
    await asyncio.gather(a(), b())


asyncio.run(main())
