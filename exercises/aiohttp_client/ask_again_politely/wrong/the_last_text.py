# /// script
# dependencies = ["aiohttp"]
# ///
"""With 503 each time, the caller doesn't get a ClientResponseError."""

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
    for _ in range(4):
        async with session.get(path) as resp:
            if resp.status != 503:
                resp.raise_for_status()
                return await resp.text()
            seconds = int(resp.headers["Retry-After"])
        await asyncio.sleep(seconds)
    return "no answer"


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            print(await fetch(session, "/news"))


asyncio.run(main())
