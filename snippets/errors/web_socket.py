# /// script
# dependencies = ["aiohttp"]
# ///
"""The server answers with a WebSocket."""

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import RawTestServer


async def talk(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.send_str("hello")
    return socket


async def main():
    async with (
        RawTestServer(talk) as server,
        aiohttp.ClientSession() as session,
        session.ws_connect(server.make_url("/")) as socket,
    ):
        print(await socket.receive_str())
        #> hello


asyncio.run(main())
