"""The connection is closed, and the program waits for that."""

import asyncio


async def answer(reader, writer):
    await reader.read()
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()
    _, writer = await asyncio.open_connection(*address)
    writer.write(b"hello")
    writer.close()
    await writer.wait_closed()
    server.close()
    print("closed")
    #> closed


asyncio.run(main())
