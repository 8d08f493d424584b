"""Clean-up that may hang, with a limit."""

import asyncio
from contextlib import asynccontextmanager


async def within(seconds, clean_up):
    try:
        async with asyncio.timeout(seconds):
            await clean_up
    except Exception as error:
        print(f"clean-up failed: {error!r}")


class Connection:
    async def send(self, text):
        print("sent:", text)
        await asyncio.sleep(60 if text == "goodbye" else 0.1)


@asynccontextmanager
async def connected():
    connection = Connection()
    try:
        yield connection
    finally:
        await within(0.2, connection.send("goodbye"))


async def main():
    async with asyncio.timeout(0.25), connected() as connection:
        while True:
            await connection.send("hello")


try:
    asyncio.run(main())
except TimeoutError:
    print("timed out")
