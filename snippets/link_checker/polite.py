# /// script
# dependencies = ["aiohttp"]
# ///
"""A polite link checker: two requests at once, and no page twice."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

SITE = {"/": "/news /shop /news /old", "/news": "/", "/shop": "/"}
SLOW = {"/news": 0.4, "/shop": 0.2}
limit = asyncio.Semaphore(2)
seen = set()


async def page(request):
    await asyncio.sleep(SLOW.get(request.path, 0.1))
    if request.path not in SITE:
        raise web.HTTPNotFound
    return web.Response(text=SITE[request.path])


async def check_status(session, path):
    if path not in seen:
        seen.add(path)
        async with limit, session.get(path) as resp:
            print(path, resp.status)


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
