# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# masks = ["frames"]
# ///
"""Four handlers that don't return an answer, and the status of each."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def raises_http(request):
    raise web.HTTPForbidden


async def raises(request):
    return web.json_response({"per page": 100 / 0})


async def too_late(request):
    async with asyncio.timeout(0.1):
        await asyncio.sleep(1)


async def forgets(request):
    web.json_response({"done": True})


async def main():
    app = web.Application()
    for handler in (raises_http, raises, too_late, forgets):
        app.router.add_get(f"/{handler.__name__}", handler)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            for route in app.router.resources():
                async with session.get(route.canonical) as resp:
                    print(route.canonical, resp.status)


asyncio.run(main())
