"""An error comes in between, and the connection stays open."""

import asyncio


class Connection:
    async def open(self):
        await asyncio.sleep(0.1)  # the server answers
        print("opened")

    async def close(self):
        await asyncio.sleep(0.1)  # the server says goodbye
        print("closed")


async def main():
    connection = Connection()
    await connection.open()
    print(1 / 0)
    await connection.close()


try:
    asyncio.run(main())
except ZeroDivisionError as error:
    print(error)
