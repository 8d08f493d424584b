# /// script
# dependencies = ["websockets"]
# [tool.lab]
# browser = { runs = false, reason = "websockets isn't in the page" }
# ///
"""The server drops a WebSocket without saying so."""

import asyncio

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosedError


async def hang_up(socket):
    socket.transport.abort()


async def main():
    async with serve(hang_up, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}") as socket:
            try:
                await socket.recv()
            except ConnectionClosedError as error:
                print(f"ConnectionClosedError: {error}")


asyncio.run(main())
