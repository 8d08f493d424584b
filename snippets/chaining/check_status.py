# /// script
# dependencies = ["aiohttp"]
# ///
"""With aiohttp, other tasks run while the answer is on its way."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer


async def slow_page(request):
    await asyncio.sleep(0.4)
    return web.Response()


async def tick():
    for number in [1, 2, 3, 4]:
        print("tick", number)
        await asyncio.sleep(0.1)


async def check_status(session, url):
    print("asking")
    async with session.get(url) as resp:
        print("answer:", resp.status)


async def main():
    app = web.Application()
    app.router.add_get("/", slow_page)
    async with TestServer(app) as server, ClientSession() as session:
        url = server.make_url("/")
        async with asyncio.TaskGroup() as group:
            group.create_task(tick())
            group.create_task(check_status(session, url))


asyncio.run(main())
