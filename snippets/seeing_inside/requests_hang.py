# /// script
# dependencies = ["aiohttp"]
# ///
"""The third request hangs, and nothing says why."""

import asyncio

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import TestServer


async def page(request):
    return web.Response(body=bytes(1_000_000))


async def check_status(session, path):
    resp = await session.get(path)
    return resp.status


async def check_all(session):
    for path in ("/news", "/shop", "/map"):
        print(path, await check_status(session, path))


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        base = server.make_url("/")
        pool = TCPConnector(limit=2)  # connections at a time
        async with ClientSession(base, connector=pool) as session:
            try:
                async with asyncio.timeout(5):
                    await check_all(session)
            except TimeoutError:
                print("it hangs")


asyncio.run(main())
