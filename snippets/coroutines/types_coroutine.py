"""A generator can still be awaited, thanks to `types.coroutine`."""

import asyncio
import types


@types.coroutine
def double(x):
    yield from asyncio.sleep(0.1)
    return x * 2


async def main():
    print(await double(6))
    #> 12


asyncio.run(main())
