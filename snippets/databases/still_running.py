# /// script
# dependencies = ["aiosqlite"]
# [tool.lab]
# browser = { runs = false, reason = "SQLite is compiled code that the page does not have" }
# ///
"""A timeout ends the wait for a query, but the query keeps running."""

import asyncio
import time

import aiosqlite


async def main():
    async with aiosqlite.connect(":memory:") as db:
        await db.create_function("slow", 0, lambda: time.sleep(0.5))
        start = time.perf_counter()
        try:
            async with asyncio.timeout(0.1):
                await db.execute("SELECT slow()")
        except TimeoutError:
            print(f"given up after {time.perf_counter() - start:.1f} s")
        await db.execute("SELECT 1")  # takes no time by itself
        print(f"next answer after {time.perf_counter() - start:.1f} s")


asyncio.run(main())
