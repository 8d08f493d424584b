# /// script
# [tool.lab]
# lines = { most = 60, reason = "it brings what stands in for a database" }
# ///
"""A finally that looks whether it was done."""

import asyncio


# The checks use this name: keep it.
class Database:
    """Keeps what was written since the last commit apart."""

    def __init__(self):
        self.saved = {"Ann": 100, "Ben": 100}
        self.now = dict(self.saved)

    async def add(self, name, amount):
        await asyncio.sleep(0.1)  # stands in for a real one
        self.now[name] += amount

    async def commit(self):
        await asyncio.sleep(0.1)
        self.saved = dict(self.now)

    async def rollback(self):
        await asyncio.sleep(0.1)
        self.now = dict(self.saved)


# The checks use this name: keep it.
async def transfer(db, giver, taker, amount):
    done = False
    try:
        await db.add(giver, -amount)
        await db.add(taker, amount)
        await db.commit()
        done = True
    finally:
        if not done:
            await asyncio.shield(db.rollback())


async def main():
    db = Database()
    try:
        async with asyncio.timeout(0.15):
            await transfer(db, "Ann", "Ben", 10)
    except TimeoutError:
        print("too late")
    await db.commit()  # for something else
    print(db.saved)


asyncio.run(main())
