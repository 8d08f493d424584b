"""A connection like asyncpg's refuses a second operation."""

import asyncio


class Connection:
    """Imitates one thing about asyncpg: a connection does one thing."""

    def __init__(self):
        self.busy = False

    async def fetch(self, query):
        if self.busy:
            raise RuntimeError("another operation is in progress")
        self.busy = True
        await asyncio.sleep(0.1)  # the database is at work
        self.busy = False
        return f"rows of {query}"


async def main():
    connection = Connection()
    queries = ["users", "orders"]
    results = await asyncio.gather(
        *[connection.fetch(query) for query in queries],
        return_exceptions=True,
    )
    for result in results:
        print(result)
        #> rows of users
        #> another operation is in progress


asyncio.run(main())
