"""`async with` awaits one method before its block, one after."""

import asyncio


class Connection:
    async def __aenter__(self):
        await asyncio.sleep(0.1)  # the server answers
        print("opened")
        return self

    async def __aexit__(self, error_type, error, traceback):
        await asyncio.sleep(0.1)  # the server says goodbye
        print("closed, after", error_type)


async def main():
    async with Connection() as connection:
        print("connected:", connection is not None)
        print(1 / 0)


try:
    asyncio.run(main())
except ZeroDivisionError as error:
    print(error)
