# /// script
# dependencies = ["aiohttp"]
# ///
"""A polite link checker: two requests at once, and no page twice."""

import asyncio

from aiohttp import ClientError, ClientSession, test_utils, web

SITE = {"/": "/news /map /news /old", "/news": "/ /map", "/map": "/"}
limit = asyncio.Semaphore(2)
seen = set()


async def page(request):
    await asyncio.sleep(60 if request.path == "/map" else 0.3)
    status = 200 if request.path in SITE else 404
    return web.Response(text=SITE.get(request.path), status=status)


async def check_status(session, path):
    if path in seen:
        return
    seen.add(path)
    try:
        async with limit, asyncio.timeout(0.5):
            async with session.get(path) as resp:
                print(path, resp.status)
    except (ClientError, TimeoutError) as error:
        print(path, type(error).__name__)


async def check_links(session):
    async with session.get("/") as resp, asyncio.TaskGroup() as group:
        for path in (await resp.text()).split():
            group.create_task(check_status(session, path))


async def main():
    async with test_utils.RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            await check_links(session)


asyncio.run(main())
