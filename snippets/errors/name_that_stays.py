"""`inspect` has the same function."""

import inspect


async def work():
    pass


print(inspect.iscoroutinefunction(work))
#> True
