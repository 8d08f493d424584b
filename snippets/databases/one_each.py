# /// script
# dependencies = ["aiosqlite"]
# [tool.lab]
# browser = { runs = false, reason = "SQLite is compiled code that the page does not have" }
# ///
"""A connection for each task: only its own transaction is undone."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

import aiosqlite


async def save(path, url, *, fails=False):
    async with aiosqlite.connect(path) as db:
        await db.execute("INSERT INTO links VALUES (?)", [url])
        if fails:
            await db.rollback()
        else:
            await db.commit()


async def main():
    with TemporaryDirectory() as folder:
        path = Path(folder, "links.db")
        async with aiosqlite.connect(path) as db:
            await db.execute("CREATE TABLE links (url)")
            async with asyncio.TaskGroup() as group:
                group.create_task(save(path, "/news"))
                group.create_task(save(path, "/old", fails=True))
            print(await db.execute_fetchall("SELECT url FROM links"))
            #> [('/news',)]


asyncio.run(main())
