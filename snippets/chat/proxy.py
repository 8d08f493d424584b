# /// script
# [tool.lab]
# lines = { most = 45, reason = "it has a server and a client as well" }
# ///
"""A TCP proxy: pass on what arrives, in both directions."""

import asyncio
import functools


async def copy(reader, writer):
    while data := await reader.read(2**16):
        writer.write(data)
        await writer.drain()
    writer.write_eof()


async def proxy(reader, writer, server):
    from_server, to_server = await asyncio.open_connection(*server)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(copy(reader, to_server))
            group.create_task(copy(from_server, writer))
    except* OSError:
        print("broken off")
    finally:
        to_server.close()
        writer.close()


async def shout(reader, writer):  # plays the server
    writer.write((await reader.read()).upper())
    writer.close()


async def main():
    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    on_client = functools.partial(
        proxy, server=server.sockets[0].getsockname()
    )
    between = await asyncio.start_server(on_client, "127.0.0.1", 0)
    async with server, between:
        address = between.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"hello")
        writer.write_eof()
        print(await reader.read())
        #> b'HELLO'
        writer.close()


asyncio.run(main())
