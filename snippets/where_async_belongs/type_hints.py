"""Type hints for a coroutine function, a callback and a generator."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

Fetch = Callable[[str], Awaitable[int]]


async def fetch_price(item: str) -> int:
    await asyncio.sleep(0.1)  # asks a shop
    return len(item) * 10


async def prices(
    items: list[str], fetch: Fetch
) -> AsyncIterator[tuple[str, int]]:
    for item in items:
        yield item, await fetch(item)


async def main() -> None:
    async for item, price in prices(["lamp", "chair"], fetch_price):
        print(item, price)
        #> lamp 40
        #> chair 50
    task: asyncio.Task[int] = asyncio.create_task(fetch_price("bed"))
    print("bed", await task)
    #> bed 30


asyncio.run(main())
