# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# lines = { most = 50, reason = "it has all that earlier chapters gave it, and its own server" }
# ///
"""A link checker that reports each answer as it arrives, and counts."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

SITE = {"/": "/news /shop /old", "/news": "/ /shop", "/shop": "/"}
SLOW = {"/news": 0.3, "/shop": 0.2}


async def page(request):
    await asyncio.sleep(SLOW.get(request.path, 0.1))
    if request.path not in SITE:
        raise web.HTTPNotFound
    return web.Response(text=SITE[request.path])


async def check_status(session, path):
    async with session.get(path) as resp:
        print(path, resp.status)
        return resp.status


async def check_links(session):
    async with session.get("/") as resp:
        links = (await resp.text()).split()
    tasks = []
    for path in links:
        check = check_status(session, path)
        tasks.append(asyncio.create_task(check, name=path))
    statuses = await asyncio.gather(*tasks)
    broken = len(links) - statuses.count(200)
    print(broken, "of", len(links), "links broken")


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            await check_links(session)


asyncio.run(main())
