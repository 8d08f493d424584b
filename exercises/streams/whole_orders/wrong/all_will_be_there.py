"""With a thousand orders, the program prints 996."""

import asyncio


# The checks use this name: keep it.
async def serve(reader, writer):
    await asyncio.sleep(0.3)
    while order := await reader.read(1000):
        for line in order.decode().split("\n")[:-1]:
            print("order:", line)
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        for piece in ["tea\ncof", "fee\n"]:
            writer.write(piece.encode())
            await asyncio.sleep(0.1)
        writer.close()
        await asyncio.sleep(0.1)  # let the server read


asyncio.run(main())
