"""The client speaks to the server without TLS."""

import asyncio


async def answer(reader, writer):
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", port
        )
        print(await reader.readline())
        #> b'HTTP/1.1 400 Bad Request\r\n'
        writer.close()


asyncio.run(main())
