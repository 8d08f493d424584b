"""A loop of your own still has `run_until_complete`."""

import asyncio


async def double(x):
    return x * 2


loop = asyncio.new_event_loop()
print(loop.run_until_complete(double(6)))
#> 12
loop.close()
