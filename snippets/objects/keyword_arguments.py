"""`to_thread` takes keyword arguments; an executor needs `partial`."""

import asyncio
from functools import partial


def price(item, *, currency):  # a library that blocks
    return f"{len(item)} {currency}"


async def main():
    print(await asyncio.to_thread(price, "tea", currency="EUR"))
    #> 3 EUR
    loop = asyncio.get_running_loop()
    call = partial(price, "rolls", currency="EUR")
    print(await loop.run_in_executor(None, call))
    #> 5 EUR


asyncio.run(main())
