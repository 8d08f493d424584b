# /// script
# dependencies = ["aiohttp"]
# ///
"""A middleware tries again for every request of its session."""

import asyncio

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import RawTestServer

statuses = iter([503, 503, 200, 503, 503, 503])


async def page(request):
    return web.Response(body=bytes(1_000_000), status=next(statuses))


async def retry(request, handler):
    for attempt in range(2):
        resp = await handler(request)
        if resp.status < 500 or request.method != "GET":
            return resp
        resp.close()  # or it would keep its connection
        await asyncio.sleep(0.1 * 2**attempt)
    return await handler(request)


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(
            server.make_url("/"),
            connector=TCPConnector(limit=1),
            middlewares=[retry],
        ) as session:
            for _ in range(2):
                async with session.get("/") as resp:
                    print(resp.status)
                    #> 200
                    #> 503


asyncio.run(main())
