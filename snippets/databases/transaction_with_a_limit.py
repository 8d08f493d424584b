# /// script
# dependencies = ["aiosqlite"]
# [tool.lab]
# browser = { runs = false, reason = "SQLite is compiled code that the page does not have" }
# ///
"""Begin to write at once or not at all, and give up after a limit."""

import asyncio
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import aiosqlite


@asynccontextmanager
async def writing(path, *, wait, limit):
    """Wait for other writers, then do all within a limit."""
    async with aiosqlite.connect(path, timeout=wait) as db:
        await db.execute("BEGIN IMMEDIATE")
        async with asyncio.timeout(limit):
            yield db
        await db.commit()  # closing without it rolls back


async def main():
    with TemporaryDirectory() as folder:
        path = Path(folder, "links.db")
        async with writing(path, wait=0, limit=10) as db:
            await db.execute("CREATE TABLE links (url)")
            try:
                async with writing(path, wait=0, limit=10):
                    print("two writers")
            except aiosqlite.OperationalError as error:
                print(error)
                #> database is locked
        async with writing(path, wait=0, limit=10) as db:
            rows = await db.execute_fetchall("SELECT * FROM links")
            print("links:", len(rows))
            #> links: 0


asyncio.run(main())
