# /// script
# dependencies = ["aiohttp"]
# ///
"""aiohttp has limits of its own, for a session and for a request."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer


async def slow_page(request):
    await asyncio.sleep(0.5)
    return web.Response()


async def check_status(session, url, **options):
    try:
        async with session.get(url, **options) as resp:
            return resp.status
    except TimeoutError:
        return "TimeoutError"


async def main():
    app = web.Application()
    app.router.add_get("/", slow_page)
    quick = ClientTimeout(total=0.2)
    async with TestServer(app) as server:
        url = server.make_url("/")
        async with ClientSession() as session:
            print("default:", session.timeout.total, "s")
            #> default: 300 s
            print(await check_status(session, url))
            #> 200
            print(await check_status(session, url, timeout=quick))
            #> TimeoutError
        async with ClientSession(timeout=quick) as session:
            print(await check_status(session, url))
            #> TimeoutError


asyncio.run(main())
