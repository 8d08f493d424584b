# /// script
# requires-python = ">=3.13"
# ///
"""`close_clients` ends the connections that are open, too."""

import asyncio


async def echo(reader, writer):
    async for line in reader:
        writer.write(line)
    print("server: the connection is closed")
    writer.close()


async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"hello\n")
    print("client got", await reader.readline())

    server.close()
    server.close_clients()
    await server.wait_closed()
    print("client got", await reader.readline())
    writer.close()


asyncio.run(main())
