"""Reads lines."""

import asyncio


async def save(line):
    await asyncio.sleep(0.02)


async def main():
    done = asyncio.Event()
    async def read(reader, writer):
        while line := await reader.readline():
            await save(line)
        done.set()
    server = await asyncio.start_server(read, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(14):
        writer.write(b"line\n")
        await asyncio.sleep(0.03)
    writer.close()
    await done.wait()


asyncio.run(main())
