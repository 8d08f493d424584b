# /// script
# dependencies = ["aiohttp"]
# ///
"""A question travels down the chain, and the answer travels up."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def slow_page(request):
    await asyncio.sleep(0.2)
    return web.Response()


async def check_status(session, url):
    print("  check_status: asks session.get")
    async with session.get(url) as resp:
        print("  check_status: has a response")
        return resp.status


async def main():
    app = web.Application()
    app.router.add_get("/", slow_page)
    async with TestServer(app) as server, ClientSession() as session:
        print("main: asks check_status")
        status = await check_status(session, server.make_url("/"))
        print("main: has", status)


asyncio.run(main())
