# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# browser = { runs = false, reason = "the page's network can't reset a connection" }
# ///
"""The other side drops the connection instead of closing it."""

import asyncio
import socket
import struct

AT_ONCE = struct.pack("ii", 1, 0)  # linger for 0 seconds


async def reset(reader, writer):
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    writer.close()


async def main():
    server = await asyncio.start_server(reset, "127.0.0.1", 0)
    async with server:
        address = server.sockets[0].getsockname()
        reader, writer = await asyncio.open_connection(*address)
        try:
            await reader.read()
        finally:
            writer.close()


asyncio.run(main())
