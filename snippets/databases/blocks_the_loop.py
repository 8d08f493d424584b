# /// script
# dependencies = ["aiosqlite"]
# [tool.lab]
# browser = { runs = false, reason = "SQLite is compiled code that the page does not have" }
# ///
"""A query with sqlite3 blocks the loop. With aiosqlite it doesn't."""

import asyncio
import sqlite3
import time

import aiosqlite


def slow():
    time.sleep(0.25)  # in place of a large table


async def with_sqlite3():
    db = sqlite3.connect(":memory:")
    db.create_function("slow", 0, slow)
    db.execute("SELECT slow()")
    db.close()


async def with_aiosqlite():
    async with aiosqlite.connect(":memory:") as db:
        await db.create_function("slow", 0, slow)
        await db.execute("SELECT slow()")


async def tick():
    while True:
        await asyncio.sleep(0.1)
        print("tick")


async def main():
    ticking = asyncio.create_task(tick(), name="tick")
    for query in [with_sqlite3, with_aiosqlite]:
        await query()
        print(query.__name__)
    ticking.cancel()


asyncio.run(main())
