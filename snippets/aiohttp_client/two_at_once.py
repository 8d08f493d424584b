# /// script
# dependencies = ["aiohttp"]
# ///
"""Four requests, of which at most two are in progress at once."""

import asyncio
import time

from aiohttp import ClientSession, TCPConnector, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    await asyncio.sleep(0.1)
    return web.Response()


async def fetch(session, begin):
    async with session.get("/"):
        print(f"answer after {time.perf_counter() - begin:.1f} s")


async def main():
    begin = time.perf_counter()
    async with RawTestServer(page) as server:
        async with ClientSession(
            server.make_url("/"), connector=TCPConnector(limit=2)
        ) as session, asyncio.TaskGroup() as group:
            for _ in range(4):
                group.create_task(fetch(session, begin))


asyncio.run(main())
