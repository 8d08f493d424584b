# /// script
# dependencies = ["aiohttp"]
# ///
"""The loop over the messages ends when the connection does."""

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import RawTestServer


async def hang_up(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.close()
    return socket


async def main():
    async with (
        RawTestServer(hang_up) as server,
        aiohttp.ClientSession() as session,
        session.ws_connect(server.make_url("/")) as socket,
    ):
        async for message in socket:
            await socket.send_str(f"thanks for {message.data}")
        print("closed:", socket.closed)
        #> closed: True


asyncio.run(main())
