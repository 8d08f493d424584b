# /// script
# dependencies = ["aiohttp"]
# ///
"""Three tasks wait at once: three checks in the time of one."""

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
    tasks = []
    async with asyncio.TaskGroup() as group:
        for name in ("first", "second", "third"):
            check = check_status(session, url)
            tasks.append(group.create_task(check, name=name))
    for task in tasks:
        print(task.result())


async def main():
    app = web.Application()
    app.router.add_get("/", slow_page)
    async with TestServer(app) as server, ClientSession() as session:
        start = time.perf_counter()
        await check_three(session, server.make_url("/"))
        elapsed = time.perf_counter() - start
        print(f"three checks took {elapsed:.1f} s")


asyncio.run(main())
