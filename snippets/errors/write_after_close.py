# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A message is sent through a connection that is closed."""

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
        await socket.receive()  # the server says goodbye
        await socket.send_str("are you there?")


asyncio.run(main())
