# /// script
# dependencies = ["aiohttp"]
# ///
"""A page redirects to itself."""

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
    ):
        try:
            await session.get(server.make_url("/"))
        except aiohttp.TooManyRedirects as error:
            print(type(error).__name__, len(error.history))
            #> TooManyRedirects 10


asyncio.run(main())
