# /// script
# dependencies = ["aiosqlite"]
# [tool.lab]
# lines = { most = 44, reason = "it has a pool, and four tasks that use it" }
# browser = { runs = false, reason = "SQLite is compiled code that the page does not have" }
# ///
"""A pool: as many connections as you choose, lent to one task each."""

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager

import aiosqlite

TASKS = [("Ada", 0.1), ("Ben", 0.25), ("Cem", 0.1), ("Dan", 0.1)]


@asynccontextmanager
async def open_pool(path, size):
    free = asyncio.Queue()

    @asynccontextmanager
    async def lend():
        db = await free.get()
        try:
            yield db
        finally:
            free.put_nowait(db)

    async with AsyncExitStack() as stack:
        for _ in range(size):
            connect = aiosqlite.connect(path)
            free.put_nowait(await stack.enter_async_context(connect))
        yield lend


async def ask(lend, name, seconds):
    async with lend() as db:
        await db.execute("SELECT 1")
        await asyncio.sleep(seconds)
        print(name, "has its answer")


async def main():
    async with open_pool(":memory:", 2) as lend:
        await asyncio.gather(
            *[ask(lend, name, seconds) for name, seconds in TASKS]
        )


asyncio.run(main())
