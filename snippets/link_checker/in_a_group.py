# /// script
# dependencies = ["aiohttp"]
# ///
"""A link checker in a group: a broken connection is one more line."""

import asyncio

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer

SITE = {"/": "/news /sale /old", "/news": "/ /sale"}


async def page(request):
    if request.path == "/sale":
        request.transport.abort()  # as if the server broke down
    await asyncio.sleep(0.1 if request.path in SITE else 0.2)
    if request.path not in SITE:
        raise web.HTTPNotFound
    return web.Response(text=SITE[request.path])


async def check_status(session, path):
    try:
        async with session.get(path) as resp:
            print(path, resp.status)
    except ClientError as error:
        print(path, error)


async def check_links(session):
    async with session.get("/") as resp, asyncio.TaskGroup() as group:
        for path in (await resp.text()).split():
            group.create_task(check_status(session, path))


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            await check_links(session)


asyncio.run(main())
