# /// script
# dependencies = ["aiohttp"]
# ///
"""Three awaits in a row wait one after another."""

import asyncio
import time

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def slow_page(request):
    await asyncio.sleep(0.3)
    return web.Response()


async def check_status(session, url):
    async with session.get(url) as resp:
        return resp.status


async def check_three(session, url):
    print(await check_status(session, url))
    print(await check_status(session, url))
    print(await check_status(session, url))


async def main():
    app = web.Application()
    app.router.add_get("/", slow_page)
    async with TestServer(app) as server, ClientSession() as session:
        start = time.perf_counter()
        await check_three(session, server.make_url("/"))
        elapsed = time.perf_counter() - start
        print(f"three checks took {elapsed:.1f} s")


asyncio.run(main())
