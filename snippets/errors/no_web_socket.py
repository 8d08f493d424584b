# /// script
# dependencies = ["aiohttp"]
# ///
"""A WebSocket is opened where the server has a page."""

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import RawTestServer


async def page(request):
    return web.Response(text="a page")


async def main():
    async with (
        RawTestServer(page) as server,
        aiohttp.ClientSession() as session,
    ):
        try:
            await session.ws_connect(server.make_url("/"))
        except aiohttp.WSServerHandshakeError as error:
            print(f"{type(error).__name__}: {error.message}")
            #> WSServerHandshakeError: Invalid response status
            print(error.status)
            #> 200


asyncio.run(main())
