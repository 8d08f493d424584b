# /// script
# dependencies = ["aiohttp"]
# ///
"""The session is made in the loop that uses it, by a task."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    return web.Response(text="hello")


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession() as session:
            async with session.get(server.make_url("/")) as answer:
                print(await answer.text())
                #> hello


asyncio.run(main())
