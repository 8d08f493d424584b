# /// script
# dependencies = ["aiohttp"]
# ///
"""The answer to /nothing is text/plain, not application/json."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def page(request):
    if request.path == "/old":
        raise web.HTTPFound("/hello")
    return web.Response(text="hello")


@web.middleware
async def errors_as_json(request, handler):
    response = await handler(request)
    if response.status >= 400:
        return web.json_response({"error": response.reason}, status=response.status)
    return response


# The checks use this name: keep it.
def make_app():
    app = web.Application(middlewares=[errors_as_json])
    app.router.add_get("/{name:hello|old}", page)
    return app


async def main():
    server = TestServer(make_app())
    async with server, ClientSession() as session:
        for path in ("/hello", "/old", "/nothing"):
            async with session.get(server.make_url(path)) as resp:
                print(path, resp.status, await resp.text())


asyncio.run(main())
