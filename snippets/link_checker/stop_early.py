# /// script
# dependencies = ["aiohttp"]
# ///
"""A link checker that stops at the first broken link."""

import asyncio

from aiohttp import ClientError, ClientSession, test_utils, web

SITE = {"/": "/news /map /old", "/news": "/ /map", "/map": "/"}
SLOW = {"/map": 60, "/old": 0.2}


async def page(request):
    await asyncio.sleep(SLOW.get(request.path, 0.1))
    status = 200 if request.path in SITE else 404
    return web.Response(text=SITE.get(request.path), status=status)


async def check_status(session, path):
    try:
        async with asyncio.timeout(0.5), session.get(path) as resp:
            print(path, resp.status)
            resp.raise_for_status()
    except asyncio.CancelledError:
        print(path, "not checked")
        raise


async def check_links(session):
    async with session.get("/") as resp, asyncio.TaskGroup() as group:
        for path in (await resp.text()).split():
            group.create_task(check_status(session, path))


async def main():
    async with test_utils.RawTestServer(page) as server:
        try:
            async with ClientSession(server.make_url("/")) as session:
                await check_links(session)
        except* (ClientError, TimeoutError):
            print("stopped; session closed:", session.closed)


asyncio.run(main())
