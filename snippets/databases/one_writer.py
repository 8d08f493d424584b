# /// script
# dependencies = ["aiosqlite"]
# [tool.lab]
# browser = { runs = false, reason = "SQLite is compiled code that the page does not have" }
# ///
"""One task writes for all the others, in batches."""

import asyncio

import aiosqlite

INSERT = "INSERT INTO links VALUES (?, ?)"


async def write_all(db, rows):
    """Write rows from a queue; None is the end."""
    more = True
    while more:
        batch = [await rows.get()]
        while not rows.empty():
            batch.append(rows.get_nowait())
        more = None not in batch
        await db.executemany(INSERT, [row for row in batch if row])
        await db.commit()
        print("written:", len(batch))
        #> written: 1
        #> written: 1
        #> written: 2


async def check(rows, path):
    await asyncio.sleep(0.1)
    await rows.put((path, 200))


async def main():
    rows = asyncio.Queue(maxsize=100)
    async with aiosqlite.connect(":memory:") as db:
        await db.execute("CREATE TABLE links (path, status)")
        async with asyncio.TaskGroup() as group:
            group.create_task(write_all(db, rows), name="writer")
            for path in ["/news", "/shop", "/map"]:
                await check(rows, path)
            await rows.put(None)
        print(await db.execute_fetchall("SELECT * FROM links"))
        #> [('/news', 200), ('/shop', 200), ('/map', 200)]


asyncio.run(main())
