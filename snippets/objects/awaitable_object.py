"""An object that can be awaited passes the work on to a coroutine."""

import asyncio


class Query:
    def __init__(self, table):
        self.table = table
        self.most = None

    def limit(self, most):
        self.most = most
        return self

    def __await__(self):
        return self._run().__await__()

    async def _run(self):
        await asyncio.sleep(0.1)  # the database takes its time
        return [f"{self.table} {n}" for n in range(self.most)]


async def main():
    print(await Query("book").limit(2))
    #> ['book 0', 'book 1']


asyncio.run(main())
