"""Take the same lock twice in one task: it waits for itself."""

import asyncio

lock = asyncio.Lock()


async def add(item):
    async with lock:
        print("added", item)


async def add_breakfast():
    async with lock:
        await add("tea")  # never gets the lock


async def main():
    try:
        async with asyncio.timeout(1):
            await add_breakfast()
    except TimeoutError:
        print("add_breakfast waits for itself")
    await add("milk")


asyncio.run(main())
