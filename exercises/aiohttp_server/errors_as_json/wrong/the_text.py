# /// script
# dependencies = ["aiohttp"]
# ///
"""The answer to /nothing is {"error": "404: Not Found"}. Expected: {"error": "Not Found"}."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def page(request):
    if request.path == "/old":
        raise web.HTTPFound("/hello")
    return web.Response(text="hello")


@web.middleware
async def errors_as_json(request, handler):
    try:
        return await handler(request)
    except web.HTTPError as error:
        return web.json_response({"error": error.text}, status=error.status)


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
