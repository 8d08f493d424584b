# /// script
# [tool.lab]
# lines = { most = 70, reason = "a whole store, to copy" }
# browser = { runs = false, reason = "the page has no sqlite3" }
# ///
"""A job is accepted once it is in the database."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor


class Store:
    """A database in one thread; each method is one transaction."""

    def __init__(self, path):
        self.thread = ThreadPoolExecutor(1)
        self.path = path

    async def __aenter__(self):
        try:
            await self.run(self._open)
        except BaseException:  # cancelled, for example
            self._end()
            raise
        return self

    async def __aexit__(self, *_):
        await asyncio.shield(asyncio.wrap_future(self._end()))

    async def run(self, call, *args):
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.thread, call, *args)

    def _open(self):
        self.db = sqlite3.connect(self.path)
        self.db.execute("CREATE TABLE IF NOT EXISTS jobs (url)")

    def _end(self):
        closing = self.thread.submit(self._close)  # the last call
        self.thread.shutdown(wait=False)
        return closing

    def _close(self):
        self.db.close()

    def _add(self, url):
        with self.db:
            self.db.execute("INSERT INTO jobs VALUES (?)", (url,))

    def _count(self):
        return self.db.execute("SELECT count(*) FROM jobs").fetchone()


async def main():
    async with Store(":memory:") as store:
        await store.run(store._add, "http://host/")
        print("202 Accepted")
        #> 202 Accepted
        print(await store.run(store._count))
        #> (1,)


asyncio.run(main())
