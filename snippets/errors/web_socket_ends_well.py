# /// script
# dependencies = ["websockets"]
# [tool.lab]
# browser = { runs = false, reason = "websockets isn't in the page" }
# ///
"""The server closes it, and the loop over its messages ends."""

import asyncio

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve


async def greet(socket):
    await socket.send("hello")


async def main():
    async with serve(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}") as socket:
            async for message in socket:
                print(message)
                #> hello


asyncio.run(main())
