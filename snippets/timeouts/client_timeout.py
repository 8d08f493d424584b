# /// script
# dependencies = ["aiohttp"]
# ///
"""aiohttp has timeouts of its own: 300 seconds if you say nothing."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import TestServer


async def slow_page(request):
    await asyncio.sleep(0.5)
    return web.Response()


async def main():
    app = web.Application()
    app.router.add_get("/", slow_page)
    async with TestServer(app) as server, ClientSession() as session:
        print("by default:", session.timeout.total, "s")
        #> by default: 300 s
        try:
            limit = ClientTimeout(total=0.2)
            url = server.make_url("/")
            async with session.get(url, timeout=limit) as resp:
                print(resp.status)
        except TimeoutError as error:
            print("caught", type(error).__name__)
            #> caught TimeoutError


asyncio.run(main())
