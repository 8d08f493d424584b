# /// script
# [tool.lab]
# lines = { most = 46, reason = "a pool is shown with the tasks that wait for it" }
# ///
"""Lend out up to two connections, and open them when needed."""

import asyncio
import io
from contextlib import asynccontextmanager, closing


class Pool:
    def __init__(self, connect, most):
        self.open, self.idle = connect, []
        self.slots = asyncio.Semaphore(most)

    @asynccontextmanager
    async def connection(self):
        async with self.slots:
            lent = self.idle.pop() if self.idle else await self.open()
            try:
                yield lent
            except BaseException:
                lent.close()  # who knows what it still sends
                raise
            self.idle.append(lent)

    def close(self):
        while self.idle:
            self.idle.pop().close()


async def ask(pool, number):
    async with pool.connection():
        print("question", number)
        await asyncio.sleep(0.2)


async def main():
    async def connect():  # plays the library's
        print("connects")
        return await asyncio.sleep(0.1, io.StringIO())

    with closing(Pool(connect, most=2)) as pool:
        async with asyncio.TaskGroup() as group:
            for number in range(1, 5):
                group.create_task(ask(pool, number))


asyncio.run(main())
