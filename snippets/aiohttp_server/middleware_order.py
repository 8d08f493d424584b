# /// script
# dependencies = ["aiohttp"]
# ///
"""Two middlewares: one measures time, one sends errors as JSON."""

import asyncio
import time

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


@web.middleware
async def log(request, handler):
    begin = time.monotonic()
    resp = await handler(request)
    took = time.monotonic() - begin
    print(request.path, resp.status, f"{took:.1f} s")
    return resp


@web.middleware
async def errors_as_json(request, handler):
    try:
        return await handler(request)
    except web.HTTPError as error:
        data = {"error": error.reason}
        return web.json_response(data, status=error.status)


async def slow(request):
    await asyncio.sleep(0.2)
    return web.Response(text="done")


async def main():
    app = web.Application(middlewares=[log, errors_as_json])
    app.router.add_get("/slow", slow)
    async with TestServer(app) as server, ClientSession() as session:
        for path in ("/slow", "/nowhere"):
            async with session.get(server.make_url(path)) as resp:
                print(await resp.text())


asyncio.run(main())
