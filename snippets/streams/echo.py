"""A server and a client: each has a reader and a writer."""

import asyncio


async def answer(reader, writer):
    line = await reader.readline()
    print("server got", line)
    writer.write(b"you said " + line)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def ask(address):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"hello\n")
    await writer.drain()
    print("client got", await reader.readline())
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        await ask(address)


asyncio.run(main())
