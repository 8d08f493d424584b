# /// script
# dependencies = ["aiohttp"]
# ///
"""Six requests through two connections, limited to a second each."""

import asyncio

from aiohttp import ClientSession, ClientTimeout, TCPConnector, web
from aiohttp.test_utils import RawTestServer


async def page(request):
    await asyncio.sleep(0.4)
    return web.Response()


async def check_status(session, name):
    try:
        async with session.get("/") as resp:
            print(name, resp.status)
    except TimeoutError as error:
        print(name, type(error).__name__)


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(
            server.make_url("/"),
            connector=TCPConnector(limit=2),
            timeout=ClientTimeout(total=1),
        ) as session, asyncio.TaskGroup() as group:
            for name in "abcdef":
                check = check_status(session, name)
                group.create_task(check, name=name)


asyncio.run(main())
