"""`drain` returns while bytes are still waiting to be sent."""

import asyncio


async def send(reader, writer):
    transport = writer.transport
    while transport.get_write_buffer_size() == 0:
        writer.write(b"x" * 10_000)  # until the network is full
    await writer.drain()
    left = transport.get_write_buffer_size()
    print("still waiting after drain:", left > 0)
    #> still waiting after drain: True
    transport.abort()


async def main():
    server = await asyncio.start_server(send, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        _, writer = await asyncio.open_connection(*address)
        await asyncio.sleep(0.2)  # it reads nothing
        writer.close()


asyncio.run(main())
