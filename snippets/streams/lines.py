"""One line, one message: whole lines, however they arrive."""

import asyncio


async def show(reader, writer):
    async for line in reader:
        print("server got", line)
    print("the client has closed")
    writer.close()


async def main():
    server = await asyncio.start_server(show, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        _, writer = await asyncio.open_connection(*address)
        for piece in [b"one\ntw", b"o\n", b"\nfo", b"ur"]:
            writer.write(piece)
            await asyncio.sleep(0.1)
        writer.close()
        await asyncio.sleep(0.1)  # let the server read


asyncio.run(main())
