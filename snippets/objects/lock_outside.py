"""Let only the outer functions take the lock."""

import asyncio

lock = asyncio.Lock()


def add_unlocked(item):
    print("added", item)
    #> added tea
    #> added toast


async def add_breakfast():
    async with lock:
        add_unlocked("tea")
        add_unlocked("toast")


asyncio.run(add_breakfast())
