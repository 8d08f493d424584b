# /// script
# dependencies = ["aiohttp"]
# ///
"""The session waits longer than the server needs."""

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import RawTestServer

LIMIT = aiohttp.ClientTimeout(sock_read=5)


async def slow(request):
    await asyncio.sleep(1)
    return web.Response(text="hello")


async def main():
    async with (
        RawTestServer(slow) as server,
        aiohttp.ClientSession(timeout=LIMIT) as session,
        session.get(server.make_url("/")) as answer,
    ):
        print(await answer.text())
        #> hello


asyncio.run(main())
