# /// script
# dependencies = ["aiohttp"]
# ///
"""Three awaits in a row wait one after another."""

import asyncio
import time

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer


async def slow_page(request):
    await asyncio.sleep(0.2)
    return web.Response()


async def check_status(session, url):
    async with session.get(url) as resp:
        return resp.status


async def main():
    app = web.Application()
    app.router.add_get("/", slow_page)
    async with TestServer(app) as server:
        async with aiohttp.ClientSession() as session:
            url = server.make_url("/")
            start = time.perf_counter()
            for number in [1, 2, 3]:
                print(number, await check_status(session, url))
            elapsed = time.perf_counter() - start
            print(f"three checks took {elapsed:.1f} s")


asyncio.run(main())
