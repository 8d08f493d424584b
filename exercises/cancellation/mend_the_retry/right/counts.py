"""With itertools."""

import asyncio
from contextlib import suppress
from itertools import count


async def fetch(attempt):
    await asyncio.sleep(0.1)  # stands in for a server
    if attempt < 3:
        raise ConnectionError("the server is busy")
    return "page"


async def fetch_with_retry():
    for attempt in count(1):
        with suppress(ConnectionError):
            return await fetch(attempt)


async def main():
    try:
        async with asyncio.timeout(0.15):
            print(await fetch_with_retry())
    except TimeoutError:
        print("timed out")


asyncio.run(main())
