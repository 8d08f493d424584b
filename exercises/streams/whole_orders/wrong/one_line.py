"""The program doesn't print 'order: coffee'."""

import asyncio


# The checks use this name: keep it.
async def serve(reader, writer):
    order = await reader.readline()
    print("order:", order.decode().strip())
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
