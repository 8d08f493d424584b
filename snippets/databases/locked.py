# /// script
# dependencies = ["aiosqlite"]
# [tool.lab]
# browser = { runs = false, reason = "SQLite is compiled code that the page does not have" }
# ///
"""SQLite has one writer at a time: a second one gets an error."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import aiosqlite


async def write(path, name, seconds):
    async with aiosqlite.connect(path, timeout=0) as db:
        try:
            await db.execute("INSERT INTO links VALUES (?)", [name])
        except aiosqlite.OperationalError as error:
            print(f"{name}: {error}")
            #> second: database is locked
            return
        await asyncio.sleep(seconds)  # something slow, in a transaction
        await db.commit()
        print(f"{name}: committed")
        #> first: committed


async def main():
    with TemporaryDirectory() as folder:
        path = Path(folder, "links.db")
        async with aiosqlite.connect(path) as db:
            await db.execute("CREATE TABLE links (url)")
        async with asyncio.TaskGroup() as group:
            group.create_task(write(path, "first", 3), name="first")
            await asyncio.sleep(1)
            group.create_task(write(path, "second", 0), name="second")


asyncio.run(main())
