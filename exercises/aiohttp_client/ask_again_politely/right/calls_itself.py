# /// script
# dependencies = ["aiohttp"]
# ///
"""On 503, wait as told and ask again, up to four times in all."""

import asyncio

from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer

statuses = iter([503, 503, 200])


async def page(request):
    status = next(statuses)
    print("asked, answered", status)
    headers = {"Retry-After": "2"} if status == 503 else {}
    return web.Response(text="the news", status=status, headers=headers)


async def fetch(session, path, attempts=4):
    async with session.get(path) as resp:
        if resp.status == 503 and attempts > 1:
            seconds = int(resp.headers.get("Retry-After", "1"))
        else:
            resp.raise_for_status()
            return await resp.text()
    await asyncio.sleep(seconds)
    return await fetch(session, path, attempts - 1)


async def main():
    async with RawTestServer(page) as server:
        async with ClientSession(server.make_url("/")) as session:
            print(await fetch(session, "/news"))


asyncio.run(main())
