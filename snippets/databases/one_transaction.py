# /// script
# dependencies = ["aiosqlite"]
# [tool.lab]
# browser = { runs = false, reason = "SQLite is compiled code that the page does not have" }
# ///
"""Two tasks on one connection: the rollback of one undoes the other."""

import asyncio

import aiosqlite


async def save(db, url, *, fails=False):
    await db.execute("INSERT INTO links VALUES (?)", [url])
    await asyncio.sleep(0.1)  # asks something elsewhere
    if fails:
        await db.rollback()
        print(url, "rolled back")
    else:
        await asyncio.sleep(0.1)
        await db.commit()
        print(url, "committed")


async def main():
    async with aiosqlite.connect(":memory:") as db:
        await db.execute("CREATE TABLE links (url)")
        await asyncio.gather(
            save(db, "/news"), save(db, "/old", fails=True)
        )
        rows = await db.execute_fetchall("SELECT url FROM links")
        print("in the table:", rows)


asyncio.run(main())
