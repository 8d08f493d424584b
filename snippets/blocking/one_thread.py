# /// script
# [tool.lab]
# browser = { runs = false, reason = "the page's Python comes without sqlite3" }
# ///
"""A connection that belongs to the thread that made it."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor


async def with_any_thread():
    with ThreadPoolExecutor(max_workers=1) as other:
        loop = asyncio.get_running_loop()
        shop = sqlite3.connect(":memory:")
        try:
            await loop.run_in_executor(other, shop.execute, "SELECT 1")
        except sqlite3.ProgrammingError as error:
            print(str(error).partition(".")[0])
        finally:
            shop.close()


async def with_its_own_thread():
    with ThreadPoolExecutor(max_workers=1) as own:
        loop = asyncio.get_running_loop()
        call = loop.run_in_executor
        shop = await call(own, sqlite3.connect, ":memory:")
        try:
            row = await call(own, first_row, shop, "SELECT 40 + 2")
            print("answer:", row)
        finally:
            await call(own, shop.close)


def first_row(shop, question):
    return shop.execute(question).fetchone()[0]


asyncio.run(with_any_thread())
asyncio.run(with_its_own_thread())
