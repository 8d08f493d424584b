# /// script
# dependencies = ["aiohttp>=3.14"]
# [tool.lab]
# lines = { most = 46, reason = "it opens two things, each in a try of its own" }
# ///
"""An app closes what it has opened, in reverse order."""

import asyncio
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

names = web.AppKey("names", dict)


@asynccontextmanager
async def database(app):
    print("open the database")
    app[names] = {1: "Ada"}
    try:
        yield
    finally:
        print("close the database")


@asynccontextmanager
async def cache(app):
    print("open the cache")
    try:
        yield
    finally:
        print("close the cache")


async def show(request):
    return web.Response(text=request.app[names][1])


async def main():
    app = web.Application()
    app.router.add_get("/", show)
    app.cleanup_ctx.extend([database, cache])
    async with TestServer(app) as server:
        async with ClientSession() as session:
            async with session.get(server.make_url("/")) as resp:
                print(await resp.text())


asyncio.run(main())
