# /// script
# dependencies = ["aiohttp"]
# ///
"""A link checker: a task for each link, so that all wait at once."""

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
    tasks = {}
    for path in links:
        check = check_status(session, path)
        tasks[path] = asyncio.create_task(check, name=path)
    for path, task in tasks.items():
        print(path, await task)


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            await check_links(session)


asyncio.run(main())
