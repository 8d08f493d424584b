# /// script
# dependencies = ["aiohttp"]
# ///
"""A link checker, first version: one link after the other."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

SITE = {"/": "/news /shop /old", "/news": "/ /shop", "/shop": "/"}


async def page(request):
    await asyncio.sleep(0.1)
    if request.path not in SITE:
        raise web.HTTPNotFound
    return web.Response(text=SITE[request.path])


async def check_status(session, path):
    async with session.get(path) as resp:
        return resp.status


async def check_links(session):
    async with session.get("/") as resp:
        links = (await resp.text()).split()
    for path in links:
        print(path, await check_status(session, path))


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            await check_links(session)


asyncio.run(main())
