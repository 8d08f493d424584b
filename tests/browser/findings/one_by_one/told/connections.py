"""Connections."""

import asyncio


async def answer(reader, writer):
    await asyncio.sleep(0.02)
    writer.write(b"200\n")
    writer.close()


async def fetch(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    line = await reader.readline()
    writer.close()
    return line


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for _ in range(12):
        await fetch(port)


asyncio.run(main())
