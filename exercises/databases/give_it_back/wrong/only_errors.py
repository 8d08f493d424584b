# /// script
# [tool.lab]
# lines = { most = 60, reason = "it brings what stands in for a database" }
# ///
"""After a task that was stopped, 1 of 2 connections is free."""

import asyncio

CONNECTIONS = ["first", "second"]


# The checks use this name: keep it.
class Pool:
    def __init__(self):
        self.free = asyncio.Queue()
        for connection in CONNECTIONS:
            self.free.put_nowait(connection)


# The checks use this name: keep it.
async def ask(pool, name, seconds, *, fails=False):
    connection = await pool.free.get()
    try:
        await query(connection, name, seconds, fails)
    except Exception:
        pool.free.put_nowait(connection)
        raise
    pool.free.put_nowait(connection)


async def query(connection, name, seconds, fails):
    await asyncio.sleep(seconds)  # stands in for a database
    if fails:
        raise ConnectionError(f"{name} failed")
    print(name, "has its answer")


async def main():
    pool = Pool()
    try:
        await ask(pool, "Ada", 0.1, fails=True)
    except ConnectionError as error:
        print(error)
    try:
        async with asyncio.timeout(0.1):
            await ask(pool, "Ben", 60)
    except TimeoutError:
        print("Ben was stopped")
    print("free connections:", pool.free.qsize())


asyncio.run(main())
