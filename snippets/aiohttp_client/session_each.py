# /// script
# dependencies = ["aiohttp"]
# ///
"""Five requests: with a session for each, and with one session."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

connections = set()


async def page(request):
    connections.add(request.transport)
    return web.Response(text="hello")


async def a_session_each(url):
    for _ in range(5):
        async with ClientSession() as session:
            async with session.get(url) as resp:
                await resp.text()


async def one_session(url):
    async with ClientSession() as session:
        for _ in range(5):
            async with session.get(url) as resp:
                await resp.text()


async def main():
    async with RawTestServer(page) as server:
        for fetch_five in (a_session_each, one_session):
            await fetch_five(server.make_url("/"))
            print(fetch_five.__name__, len(connections))
            #> a_session_each 5
            #> one_session 1
            connections.clear()


asyncio.run(main())
