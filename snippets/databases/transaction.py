# /// script
# dependencies = ["aiosqlite"]
# [tool.lab]
# browser = { runs = false, reason = "SQLite is compiled code that the page does not have" }
# ///
"""All of a transaction or nothing, even if its task is cancelled."""

import asyncio
from contextlib import asynccontextmanager

import aiosqlite


@asynccontextmanager
async def transaction(db):
    try:
        await db.execute("BEGIN")
        yield db
        await db.commit()
    except BaseException:  # a cancellation, too
        await asyncio.shield(db.rollback())
        raise


async def transfer(db, amount):
    add = "UPDATE accounts SET money = money + ? WHERE name = ?"
    async with transaction(db):
        await db.execute(add, [-amount, "Ann"])
        await asyncio.sleep(0.2)  # asks another service
        await db.execute(add, [amount, "Ben"])


async def main():
    async with aiosqlite.connect(":memory:") as db:
        await db.execute("CREATE TABLE accounts (name, money)")
        await db.execute("INSERT INTO accounts VALUES ('Ann', 100)")
        await db.execute("INSERT INTO accounts VALUES ('Ben', 100)")
        await db.commit()
        try:
            async with asyncio.timeout(0.1):
                await transfer(db, 10)
        except TimeoutError:
            print("too late")
            #> too late
        print(await db.execute_fetchall("SELECT * FROM accounts"))
        #> [('Ann', 100), ('Ben', 100)]


asyncio.run(main())
