# /// script
# dependencies = ["aiohttp"]
# ///
"""It asks again after a 404, which can't help."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

statuses = iter([503, 503, 200])


async def page(request):
    status = next(statuses)
    print("asked, answered", status)
    headers = {"Retry-After": "2"} if status == 503 else {}
    return web.Response(text="the news", status=status, headers=headers)


async def fetch(session, path):
    for attempt in range(4):
        async with session.get(path) as resp:
            if resp.ok or attempt == 3:
                resp.raise_for_status()
                return await resp.text()
            seconds = int(resp.headers.get("Retry-After", 1))
        await asyncio.sleep(seconds)


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            print(await fetch(session, "/news"))


asyncio.run(main())
