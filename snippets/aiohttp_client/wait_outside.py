# /// script
# dependencies = ["aiohttp"]
# ///
"""The same six requests, which queue before their clocks start."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    await asyncio.sleep(0.4)
    return web.Response()


async def check_status(session, name, limit):
    try:
        async with limit, session.get("/") as resp:
            print(name, resp.status)
    except TimeoutError as error:
        print(name, type(error).__name__)


async def main():
    limit = asyncio.Semaphore(2)
    async with RawTestServer(page) as server:
        async with ClientSession(
            server.make_url("/"), timeout=ClientTimeout(total=1)
        ) as session, asyncio.TaskGroup() as group:
            for name in "abcdef":
                group.create_task(check_status(session, name, limit))


asyncio.run(main())
