# /// script
# dependencies = ["aiohttp"]
# ///
"""The program shows where a redirect leads, without following it."""

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import RawTestServer


async def to_itself(request):
    raise web.HTTPFound("/")


async def main():
    async with (
        RawTestServer(to_itself) as server,
        aiohttp.ClientSession() as session,
        session.get(
            server.make_url("/"), allow_redirects=False
        ) as response,
    ):
        print(response.status, "to", response.headers["Location"])
        #> 302 to /


asyncio.run(main())
