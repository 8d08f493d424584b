# /// script
# dependencies = ["aiohttp"]
# ///
"""Each value of the query is a text or a number."""

import asyncio

import aiohttp
from aiohttp import web
from aiohttp.test_utils import RawTestServer


async def page(request):
    return web.Response(text=request.query_string)


async def main():
    async with (
        RawTestServer(page) as server,
        aiohttp.ClientSession() as session,
    ):
        address, query = server.make_url("/"), {"sold": "true"}
        async with session.get(address, params=query) as resp:
            print(await resp.text())
            #> sold=true


asyncio.run(main())
