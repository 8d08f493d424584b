# /// script
# dependencies = ["aiosqlite"]
# [tool.lab]
# browser = { runs = false, reason = "SQLite is compiled code that the page does not have" }
# ///
"""A cancellation between two statements leaves half of the work."""

import asyncio

import aiosqlite

ADD = "UPDATE accounts SET money = money + ? WHERE name = ?"


async def transfer(db, amount):
    await db.execute(ADD, [-amount, "Ann"])
    await asyncio.sleep(0.2)  # asks another service
    await db.execute(ADD, [amount, "Ben"])
    await db.commit()


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
        await db.commit()  # for something else, some time later
        rows = await db.execute_fetchall("SELECT * FROM accounts")
        print(rows)
        #> [('Ann', 90), ('Ben', 100)]


asyncio.run(main())
