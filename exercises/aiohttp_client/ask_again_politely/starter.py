# /// script
# dependencies = ["aiohttp"]
# ///
"""On a 503, wait as long as it says; make four attempts at most."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

statuses = iter([503, 503, 200])


async def page(request):
    status = next(statuses)
    print("asked, answered", status)
    headers = {"Retry-After": "2"} if status == 503 else {}
    return web.Response(text="the news", status=status, headers=headers)


# The checks use this name: keep it.
async def fetch(session, path):
    async with session.get(path) as resp:
        resp.raise_for_status()
        return await resp.text()


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            print(await fetch(session, "/news"))


asyncio.run(main())
