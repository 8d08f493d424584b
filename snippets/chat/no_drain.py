"""`write` never waits: what is not sent yet piles up in memory."""

import asyncio


async def send(reader, writer):
    most = 0
    for _ in range(20):
        writer.write(b"x" * 1_000_000)
        waiting = writer.transport.get_write_buffer_size()
        most = max(most, waiting)
    print("at most 2 MB in memory:", most < 2_000_000)
    writer.close()


async def main():
    server = await asyncio.start_server(send, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        received = 0
        while data := await reader.read(1_000_000):
            await asyncio.sleep(0.001)  # write it to the disk
            received += len(data)
        print("received:", received)
        writer.close()


asyncio.run(main())
