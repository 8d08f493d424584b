"""Three writes are not three messages."""

import asyncio


async def show(reader, writer):
    await asyncio.sleep(0.1)  # the server is busy
    while data := await reader.read(8):
        print("server got", data)
    writer.close()


async def main():
    server = await asyncio.start_server(show, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        _, writer = await asyncio.open_connection(*address)
        for word in [b"one", b"two", b"three"]:
            writer.write(word)
            await writer.drain()
        writer.close()
        await asyncio.sleep(0.2)  # let the server read


asyncio.run(main())
