"""The error contains what has arrived."""

import asyncio


async def answer(reader, writer):
    writer.write(b"12345")
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        try:
            print(await reader.readexactly(10))
        except asyncio.IncompleteReadError as error:
            print("only", len(error.partial), "of", error.expected)
            #> only 5 of 10
        writer.close()


asyncio.run(main())
