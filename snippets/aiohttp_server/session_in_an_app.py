# /// script
# dependencies = ["aiohttp>=3.14"]
# [tool.lab]
# lines = { most = 41, reason = "it has two servers, a session and a browser" }
# ///
"""All handlers of an app share one session."""

import asyncio
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer, TestServer

client = web.AppKey("client", ClientSession)
connections = set()


async def service(request):
    connections.add(request.transport)
    return web.Response(text="21 degrees")


@asynccontextmanager
async def open_session(app):
    async with ClientSession() as session:
        app[client] = session
        yield


async def show(request):
    async with request.app[client].get(request.query["from"]) as resp:
        return web.Response(text=await resp.text())


async def main():
    app = web.Application()
    app.cleanup_ctx.append(open_session)
    app.router.add_get("/", show)
    other, server = RawTestServer(service), TestServer(app)
    async with other, server, ClientSession() as browser:
        asked = {"from": str(other.make_url("/"))}
        for _ in range(3):
            async with browser.get(server.make_url("/"), params=asked):
                pass
    print("connections to the service:", len(connections))
    #> connections to the service: 1


asyncio.run(main())
