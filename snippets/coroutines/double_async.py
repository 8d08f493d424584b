"""A coroutine function needs something to run it: `asyncio.run`."""

import asyncio


async def double(x):
    return x * 2


print(asyncio.run(double(6)))
#> 12
