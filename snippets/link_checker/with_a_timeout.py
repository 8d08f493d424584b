# /// script
# dependencies = ["aiohttp"]
# [tool.lab]
# lines = { most = 65, reason = "it has all that earlier chapters gave it, and its own server" }
# ///
"""A link checker that gives each page one second."""

import asyncio

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer

SITE = {
    "/": "/news /shop /sale /map /old",
    "/news": "/ /shop",
    "/shop": "/",
    "/map": "/",
}
SLOW = {"/news": 0.3, "/shop": 0.2, "/map": 60}


async def page(request):
    if request.path == "/sale":
        request.transport.abort()  # as if the server broke down
    await asyncio.sleep(SLOW.get(request.path, 0.1))
    if request.path not in SITE:
        raise web.HTTPNotFound
    return web.Response(text=SITE[request.path])


async def check_status(session, path):
    try:
        async with asyncio.timeout(1), session.get(path) as resp:
            result = resp.status
    except ClientError as error:
        result = error
    except TimeoutError:
        result = "timed out"
    print(path, result)
    return result


async def check_links(session):
    async with session.get("/") as resp:
        links = (await resp.text()).split()
    tasks = []
    async with asyncio.TaskGroup() as group:
        for path in links:
            check = check_status(session, path)
            tasks.append(group.create_task(check, name=path))
    results = [task.result() for task in tasks]
    broken = len(links) - results.count(200)
    print(broken, "of", len(links), "links broken")


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            await check_links(session)


asyncio.run(main())
