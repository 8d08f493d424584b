"""Two servers want the same port."""

import asyncio


async def answer(reader, writer):
    writer.close()


async def main():
    first = await asyncio.start_server(answer, "127.0.0.1", 8080)
    async with first:
        try:
            await asyncio.start_server(answer, "127.0.0.1", 8080)
        except OSError as error:
            print(error.strerror.partition(":")[0])


asyncio.run(main())
