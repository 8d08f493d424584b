# /// script
# dependencies = ["aiohttp"]
# ///
"""Three requests, and two connections for them."""

import asyncio

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import TestServer


async def page(request):
    return web.Response(body=bytes(1_000_000))


async def open_pages(session, pages):
    for path in ("/news", "/shop", "/map"):
        resp = await session.get(path)
        print(path, resp.status)
        pages.append(resp)


async def main():
    app = web.Application()
    app.router.add_get("/{path:.*}", page)
    async with TestServer(app) as server:
        base = server.make_url("/")
        pool = TCPConnector(limit=2)  # connections at a time
        async with ClientSession(base, connector=pool) as session:
            pages = []
            try:
                async with asyncio.timeout(5):
                    await open_pages(session, pages)
            except TimeoutError:
                print("it hangs")
            for resp in pages:
                resp.close()


asyncio.run(main())
