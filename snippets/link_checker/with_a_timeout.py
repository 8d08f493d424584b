# /// script
# dependencies = ["aiohttp"]
# ///
"""A link checker that gives each page 0.5 seconds."""

import asyncio

from aiohttp import ClientError, ClientSession, test_utils, web

SITE = {"/": "/news /map /old", "/news": "/ /map", "/map": "/"}
SLOW = {"/map": 60, "/old": 0.2}


async def page(request):
    await asyncio.sleep(SLOW.get(request.path, 0.1))
    if request.path not in SITE:
        raise web.HTTPNotFound
    return web.Response(text=SITE[request.path])


async def check_status(session, path):
    try:
        async with asyncio.timeout(0.5), session.get(path) as resp:
            print(path, resp.status)
    except ClientError as error:
        print(path, error)
    except TimeoutError:
        print(path, "timed out")


async def check_links(session):
    async with session.get("/") as resp, asyncio.TaskGroup() as group:
        for path in (await resp.text()).split():
            group.create_task(check_status(session, path))


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with test_utils.TestServer(app) as server:
        async with ClientSession(server.make_url("/")) as session:
            await check_links(session)


asyncio.run(main())
