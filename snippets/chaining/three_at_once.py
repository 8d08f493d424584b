# /// script
# dependencies = ["aiohttp"]
# ///
"""Three tasks wait at the same time: three checks in the time of one."""

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
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(check_status(session, url))
                    for number in [1, 2, 3]
                ]
            for task in tasks:
                print(task.result())
            elapsed = time.perf_counter() - start
            print(f"three checks took {elapsed:.1f} s")


asyncio.run(main())
