# /// script
# [tool.lab]
# lines = { most = 43, reason = "it holds a client that shows what it does" }
# ///
"""A chat server that never waits and cuts off slow clients."""

import asyncio

MOST = 1_000_000  # bytes that may wait for one client
clients = set()


def broadcast(line):
    for writer in clients:
        if writer.transport.get_write_buffer_size() > MOST:
            writer.transport.abort()
        else:
            writer.write(line)


async def serve(reader, writer):
    clients.add(writer)
    try:
        async for line in reader:
            broadcast(line.rstrip(b"\n") + b"\n")
    except (ConnectionError, ValueError) as error:
        print("a client is cut off:", error)
    finally:
        clients.remove(writer)
        writer.close()
        loop = asyncio.get_running_loop()
        loop.call_later(10, writer.transport.abort)


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        for line in [b"hello\n", b"x" * 100_000 + b"\n"]:
            writer.write(line)
            print("client got", await reader.readline())
        writer.close()
        await asyncio.sleep(0.1)  # let the server close


asyncio.run(main())
